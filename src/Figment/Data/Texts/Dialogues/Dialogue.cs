using System.Buffers;
using System.Text;

namespace Figment.Data.Texts;

/// <summary>
/// The stored form of dialogues: a text in which each message begins with one byte and ends with another. Neither byte occurs in
/// UTF-8, so nothing in a message can look like a mark.
/// </summary>
/// <remarks>
/// Each message is: begin, role, line end, content, end, line end. If the marks are written as names, this is ChatML.
/// </remarks>
internal static class Dialogue
{
    /// <summary>The byte before a message, and the byte after it.</summary>
    internal const byte Begin = 0xFE,
        End = 0xFF;

    /// <summary>An example of a dialogue in data, for use in messages.</summary>
    internal const string Example =
        "{\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}, {\"role\": \"assistant\", \"content\": \"Hi.\"}]}";

    /// <summary>Whether a text is a dialogue.</summary>
    internal static bool Is(ReadOnlySpan<byte> text) => !text.IsEmpty && text[0] == Begin;

    /// <summary>Whether a byte is one of the two marks.</summary>
    internal static bool IsMark(byte value) => value >= Begin;

    /// <summary>The position of the first mark; −1 if there is none.</summary>
    internal static int NextMark(ReadOnlySpan<byte> text) => text.IndexOfAny(Begin, End);

    /// <summary>Writes a message.</summary>
    internal static void Write(IBufferWriter<byte> to, ReadOnlySpan<byte> role, ReadOnlySpan<byte> content)
    {
        to.Write([Begin]);
        to.Write(role);
        to.Write("\n"u8);
        to.Write(content);
        to.Write([End, (byte)'\n']);
    }

    /// <summary>The spoken parts of a text: the contents of its messages, or the whole text if it is not a dialogue.</summary>
    internal static DialogueParts Parts(ReadOnlySpan<byte> text) => new(text);

    /// <summary>A text in readable form: roles with a colon, without marks.</summary>
    internal static string Readable(ReadOnlySpan<byte> text)
    {
        if (NextMark(text) < 0)
            return Encoding.UTF8.GetString(text);
        StringBuilder readable = new();
        foreach (DialoguePart part in Parts(text))
        {
            if (!part.Role.IsEmpty)
                readable.Append(Encoding.UTF8.GetString(part.Role)).Append(": ");
            readable.Append(Encoding.UTF8.GetString(text.Slice(part.From, part.Length))).Append('\n');
        }

        return readable.ToString();
    }
}

/// <summary>A part of a text.</summary>
/// <param name="role">The role of the speaker; empty outside of messages.</param>
/// <param name="from">The position of the first byte.</param>
/// <param name="length">The length in bytes.</param>
internal readonly ref struct DialoguePart(ReadOnlySpan<byte> role, int from, int length)
{
    internal ReadOnlySpan<byte> Role { get; } = role;

    internal int From { get; } = from;

    internal int Length { get; } = length;
}

/// <summary>Enumerates the spoken parts of a text. It accepts marks in any order, since packed files are not trusted.</summary>
internal ref struct DialogueParts(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> text = text;
    private int next;

    /// <summary>The current part.</summary>
    public DialoguePart Current { get; private set; }

    /// <summary>Supports <c>foreach</c>.</summary>
    public readonly DialogueParts GetEnumerator() => this;

    /// <summary>Finds the next part.</summary>
    public bool MoveNext()
    {
        while (next < text.Length && text[next] == Dialogue.End)
            next += next + 1 < text.Length && text[next + 1] == '\n' ? 2 : 1;
        if (next >= text.Length)
            return false;
        bool isMessage = text[next] == Dialogue.Begin;
        int from = isMessage ? next + 1 : next,
            end = Dialogue.NextMark(text[from..]);
        end = end < 0 ? text.Length : from + end;
        int line = isMessage ? text[from..end].IndexOf((byte)'\n') : -1,
            said = line < 0 ? from : from + line + 1;
        Current = new DialoguePart(line < 0 ? [] : text.Slice(from, line), said, end - said);
        next = end;
        return true;
    }
}
