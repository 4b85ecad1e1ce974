using System.Buffers;
using System.Text.Json;

namespace Figment.Data.Texts;

/// <summary>
/// Reads texts from lines that are JSON objects: the field <c>text</c> of each, or the dialogue in <c>messages</c>.
/// </summary>
/// <param name="take">Receives each text.</param>
internal sealed class JsonLines(JsonLines.TakeText take)
{
    /// <summary>The maximum length of a line in bytes, since memory holds the whole line.</summary>
    internal const int MostOfLine = 8 << 20;

    private const int MostFields = 5;
    private readonly ArrayBufferWriter<byte> begun = new();
    private byte[] text = new byte[1 << 12];
    private JsonMessages? messages;

    /// <summary>Receives a text.</summary>
    /// <param name="text">The text in UTF-8.</param>
    /// <param name="line">The number of its line, counted from 1.</param>
    internal delegate void TakeText(ReadOnlySpan<byte> text, long line);

    /// <summary>The number of the current line, counted from 1.</summary>
    internal long Line { get; private set; } = 1;

    /// <summary>Appends to the current file.</summary>
    /// <exception cref="FileFormatException">A line is not an object of this kind; the message gives only the reason.</exception>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        for (int end; (end = bytes.IndexOf((byte)'\n')) >= 0; bytes = bytes[(end + 1)..])
        {
            Add(bytes[..end]);
            End();
        }

        Add(bytes);
    }

    /// <summary>Ends the current line.</summary>
    /// <exception cref="FileFormatException">
    /// The line is not an object of this kind; the message gives only the reason.
    /// </exception>
    internal void End()
    {
        ReadOnlySpan<byte> line = begun.WrittenSpan;
        if (!line.Trim(" \t\r"u8).IsEmpty)
            take(TextOf(line), Line);
        begun.ResetWrittenCount();
        Line++;
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        if (begun.WrittenCount + bytes.Length > MostOfLine)
            throw new FileFormatException(
                $"line {Line:N0} is longer than {MostOfLine >> 20} MB. Save a text of that length as a separate file (.txt)"
            );
        begun.Write(bytes);
    }

    private ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> line)
    {
        int length = -1;
        bool isDialogue = false;
        ReadOnlySpan<byte> dialogue = default;
        List<string> fields = [];
        try
        {
            Utf8JsonReader json = new(line);
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
                throw Wrong("is not a JSON object");
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                bool isText = json.ValueTextEquals("text"u8),
                    isMessages = json.ValueTextEquals("messages"u8);
                if (!isText && !isMessages && fields.Count <= MostFields)
                    fields.Add(json.GetString()!);
                json.Read();
                if (isText)
                    length =
                        json.TokenType == JsonTokenType.String
                            ? Copy(ref json)
                            : throw Wrong("has a field 'text' that is not a string");
                if (isMessages)
                    dialogue = (messages ??= new JsonMessages(WrongDialogue)).Read(ref json);
                isDialogue |= isMessages;
                json.Skip();
            }

            json.Read(); // nothing may follow
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            OptionSentence reason =
                e is JsonException
                    ? OptionSentence.Word(JsonReason.Of(e, hasLines: false))
                    : "it contains half a character, an unpaired surrogate";
            throw Wrong($"is not valid JSON ({reason})");
        }

        if (isDialogue)
            return length < 0 ? dialogue : throw Wrong("has both a field 'text' and a field 'messages'");
        return length >= 0
            ? text.AsSpan(0, length)
            : throw Wrong(
                fields.Count == 0
                    ? "has no field 'text' or 'messages'"
                    : OptionSentence.Of(
                        $"has no field 'text' or 'messages'; it has "
                            + $"{string.Join(", ", fields.Take(MostFields).Select(PrintableText.Of))}"
                            + $"{(fields.Count > MostFields ? " …" : "")}"
                    )
            );
    }

    private int Copy(ref Utf8JsonReader json)
    {
        if (text.Length < json.ValueSpan.Length)
            text = new byte[json.ValueSpan.Length];
        return json.CopyString(text);
    }

    private FileFormatException Wrong(OptionSentence what) =>
        new(
            $"line {Line:N0} {what}. Each line must be an object with a field 'text', for instance {{\"text\": \"Once upon "
                + $"a time\"}}, "
                + $"or with a field 'messages'"
        );

    private FileFormatException WrongDialogue(OptionSentence what) =>
        new($"line {Line:N0} {what}. A dialogue is, for instance, {Dialogue.Example}");
}
