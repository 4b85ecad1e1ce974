using System.Globalization;
using System.Text;
using Figment.Data.Texts;

namespace Figment.Runs.Texts;

/// <summary>Shows tokens to people.</summary>
internal static class TokenPieces
{
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>
    /// The tokens that a text falls into, each as it is read; parts of characters as their bytes: <c>&lt;E6&gt;</c>.
    /// </summary>
    internal static IReadOnlyList<string> Of(Tokenizer tokenizer, string text) =>
        [.. tokenizer.Encode(text).Select(token => Shown(tokenizer.BytesOf(token)))];

    /// <summary>The longest tokens that a tokenizer learned, in characters; those that are blank are left out.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="most">How many.</param>
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

    /// <summary>A token as text; null where it is a part of a character.</summary>
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
