using System.Globalization;
using System.Text;
using Figment.Data.Texts;

namespace Figment.Runs.Texts;

/// <summary>Shows tokens to users.</summary>
internal static class TokenPieces
{
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>The tokens of a text, each as it reads; parts of characters appear as bytes: <c>&lt;E6&gt;</c>.</summary>
    internal static IReadOnlyList<string> Of(Tokenizer tokenizer, string text) =>
        [.. tokenizer.Encode(text).Select(token => Shown(tokenizer.BytesOf(token)))];

    /// <summary>The longest tokens of a tokenizer, in characters, without blank ones.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="most">The number of tokens to return.</param>
    internal static IReadOnlyList<string> Longest(Tokenizer tokenizer, int most) =>
        [
            .. Enumerable
                .Range(Tokenizer.Bytes, tokenizer.Merges.Count)
                .Select(token => Whole(tokenizer.BytesOf(token)))
                .OfType<string>()
                .Where(text => !string.IsNullOrWhiteSpace(text))
                .OrderByDescending(text => text.Length)
                .Take(most),
        ];

    private static string Shown(ReadOnlySpan<byte> token) =>
        Whole(token) is string text
            ? text.Replace("\n", "⏎", StringComparison.Ordinal)
            : string.Concat(token.ToArray().Select(value => string.Create(CultureInfo.InvariantCulture, $"<{value:X2}>")));

    /// <summary>A token as text; null if it is a part of a character.</summary>
    private static string? Whole(ReadOnlySpan<byte> token)
    {
        try
        {
            return Strict.GetString(token);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
