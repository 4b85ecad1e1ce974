using System.Buffers;
using System.Text.Json;

namespace Figment.Data.Texts;

/// <summary>Reads a list of messages as the text of a dialogue (<see cref="Dialogue"/>).</summary>
/// <param name="wrong">Creates the exception that explains the error in the line.</param>
internal sealed class JsonMessages(Func<OptionSentence, FileFormatException> wrong)
{
    private readonly ArrayBufferWriter<byte> dialogue = new(),
        content = new();

    /// <summary>Reads a list.</summary>
    /// <param name="json">The reader, at the beginning of the list before the call and at its end afterwards.</param>
    /// <returns>The dialogue, valid until the next call; empty if the list is empty.</returns>
    /// <exception cref="FileFormatException">The value is not a list of messages.</exception>
    internal ReadOnlySpan<byte> Read(scoped ref Utf8JsonReader json)
    {
        dialogue.ResetWrittenCount();
        if (json.TokenType != JsonTokenType.StartArray)
            throw wrong("has a field 'messages' that is not a list");
        for (int number = 1; json.Read() && json.TokenType != JsonTokenType.EndArray; number++)
            Take(ref json, number);
        return dialogue.WrittenSpan;
    }

    private void Take(ref Utf8JsonReader json, int number)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            throw wrong($"has a message {number} that is not an object");
        string? role = null;
        bool hasContent = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isRole = json.ValueTextEquals("role"u8),
                isContent = json.ValueTextEquals("content"u8);
            json.Read();
            if (isRole)
                role = RoleOf(ref json, number);
            if (isContent)
                ReadContent(ref json, number);
            hasContent |= isContent;
            json.Skip();
        }

        if (role is null)
            throw wrong($"has a message {number} without a role. {Allowed}");
        if (!hasContent)
            throw wrong($"has a message {number} without content");
        Dialogue.Write(dialogue, System.Text.Encoding.UTF8.GetBytes(role), content.WrittenSpan);
    }

    private static string Allowed => $"Roles are {string.Join(", ", DialogueMessage.Roles)}";

    private string RoleOf(ref Utf8JsonReader json, int number)
    {
        foreach (string role in DialogueMessage.Roles)
            if (json.TokenType == JsonTokenType.String && json.ValueTextEquals(role))
                return role;
        throw wrong(
            json.TokenType != JsonTokenType.String
                ? OptionSentence.Of($"has a message {number} whose role is not a string. {Allowed}")
                : OptionSentence.Of(
                    $"has a message {number} with the role '{PrintableText.Of(Short(json.GetString()!))}'. {Allowed}"
                )
        );
    }

    /// <summary>Reads a string, or a list of parts of type text, as in OpenAI's API.</summary>
    private void ReadContent(ref Utf8JsonReader json, int number)
    {
        content.ResetWrittenCount();
        if (json.TokenType == JsonTokenType.String)
        {
            Copy(ref json);
            return;
        }

        if (json.TokenType != JsonTokenType.StartArray)
            throw NoText(number);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
                throw NoText(number);
            bool isText = false,
                hasText = false;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                bool isType = json.ValueTextEquals("type"u8),
                    isContent = json.ValueTextEquals("text"u8);
                json.Read();
                if ((isType || isContent) && json.TokenType != JsonTokenType.String)
                    throw NoText(number);
                if (isType)
                    isText = json.ValueTextEquals("text"u8);
                if (isContent)
                    Copy(ref json);
                hasText |= isContent;
                json.Skip();
            }

            if (!isText || !hasText)
                throw NoText(number);
        }
    }

    private void Copy(ref Utf8JsonReader json) => content.Advance(json.CopyString(content.GetSpan(json.ValueSpan.Length)));

    private FileFormatException NoText(int number) =>
        wrong($"has a message {number} whose content is not text: it must be a string, or a list of parts of the type text");

    private static string Short(string role) => role.Length <= 20 ? role : role[..20] + "…";
}
