using System.Text;

namespace Figment.Data.Folders;

/// <summary>
/// An encoding that keeps the bytes of names with an unknown encoding: bytes above 127 become unpaired surrogates, which no valid
/// text contains.
/// </summary>
internal sealed class RawNames : Encoding
{
    private const char First = '\udc00';

    /// <summary>Whether a name was read with this encoding and is not all ASCII.</summary>
    internal static bool IsRaw(string name) => name.Any(IsByte) && !name.Any(char.IsHighSurrogate);

    /// <summary>The bytes that a name was read from.</summary>
    internal static byte[] Bytes(string name) => [.. name.Select(c => (byte)(IsByte(c) ? c - First : c))];

    /// <inheritdoc/>
    public override int GetByteCount(char[] chars, int index, int count) => count;

    /// <inheritdoc/>
    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        for (int i = 0; i < charCount; i++)
            bytes[byteIndex + i] = (byte)(IsByte(chars[charIndex + i]) ? chars[charIndex + i] - First : chars[charIndex + i]);
        return charCount;
    }

    /// <inheritdoc/>
    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    /// <inheritdoc/>
    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (int i = 0; i < byteCount; i++)
        {
            byte value = bytes[byteIndex + i];
            chars[charIndex + i] = (char)(value < 128 ? value : First + value);
        }

        return byteCount;
    }

    /// <inheritdoc/>
    public override int GetMaxByteCount(int charCount) => charCount;

    /// <inheritdoc/>
    public override int GetMaxCharCount(int byteCount) => byteCount;

    private static bool IsByte(char c) => c is >= (char)(First + 128) and <= (char)(First + 255);
}
