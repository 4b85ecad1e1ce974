using System.Buffers;
using System.Globalization;
using System.Text;
using Figment.Data.Texts;

namespace Figment.Studio.Kinds;

/// <summary>A token, as it is shown to visitors among its neighbours.</summary>
/// <param name="Token">The token.</param>
/// <param name="Shown">Its text, with symbols for spaces and line ends; its bytes if it is only part of a character.</param>
/// <param name="IsPart">Whether the token contains an incomplete character, or one that cannot be shown.</param>
/// <param name="Whole">The characters that this token completes; empty if it completes none.</param>
public sealed record TokenBox(int Token, string Shown, bool IsPart, string Whole)
{
    private const int LongestCharacter = 4; // bytes
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>The boxes of consecutive tokens; special tokens have no text.</summary>
    internal static IReadOnlyList<TokenBox> Of(Tokenizer tokenizer, IEnumerable<int> tokens)
    {
        List<TokenBox> boxes = [];
        byte[] begun = []; // a character that is not yet complete
        foreach (int token in tokens)
        {
            byte[] bytes = tokenizer.BytesOf(token).ToArray();
            if (Text(bytes) is string text)
            {
                boxes.Add(new TokenBox(token, text, IsPart: false, ""));
                begun = [];
                continue;
            }

            (string whole, begun) = Completed([.. begun, .. bytes]);
            boxes.Add(
                new TokenBox(
                    token,
                    string.Join(' ', bytes.Select(value => value.ToString("X2", CultureInfo.InvariantCulture))),
                    IsPart: true,
                    whole
                )
            );
        }

        return boxes;
    }

    /// <summary>A token as it would be shown after others.</summary>
    internal static TokenBox After(Tokenizer tokenizer, IReadOnlyList<int> tokens, int next) =>
        Of(tokenizer, [.. tokens.TakeLast(LongestCharacter), next])[^1];

    /// <summary>Bytes as text, with symbols in place of spaces; null if they are not complete, visible characters.</summary>
    private static string? Text(ReadOnlySpan<byte> bytes)
    {
        string text;
        try
        {
            text = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        string seen = text.Replace('\n', '⏎').Replace('\t', '⇥');
        if (!PrintableText.Is(seen))
            return null;
        return text.All(letter => letter == ' ') ? seen.Replace(' ', '␣') : seen;
    }

    private static (string Whole, byte[] Begun) Completed(ReadOnlySpan<byte> bytes)
    {
        StringBuilder whole = new();
        while (!bytes.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(bytes, out Rune rune, out int length);
            if (status == OperationStatus.NeedMoreData)
                break;
            if (status == OperationStatus.Done && !Rune.IsControl(rune))
                whole.Append(rune.ToString());
            bytes = bytes[length..];
        }

        return (whole.ToString(), bytes.ToArray());
    }
}
