namespace Figment.Data.Texts;

/// <summary>The findings of a check of dialogues. Texts are identified by their number, counted from 1.</summary>
internal sealed record DialogueLook
{
    /// <summary>The number of dialogues, including those held out.</summary>
    public required int Count { get; init; }

    /// <summary>The number of messages of each role, in the order of <see cref="DialogueMessage.Roles"/>.</summary>
    public required IReadOnlyList<(string Role, long Messages)> Roles { get; init; }

    /// <summary>Dialogues in which the assistant says nothing, so that there is no answer to learn.</summary>
    public required IReadOnlyList<int> WithoutAnswer { get; init; }

    /// <summary>Dialogues with two consecutive messages of the same role.</summary>
    public required IReadOnlyList<int> TwoInARow { get; init; }

    /// <summary>Dialogues with a blank message.</summary>
    public required IReadOnlyList<int> WithBlank { get; init; }

    /// <summary>Checks all dialogues among the texts, including those held out; null if there are none.</summary>
    /// <param name="data">The texts.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    internal static DialogueLook? Of(TextDataset data, CancellationToken cancellationToken)
    {
        long[] messages = new long[DialogueMessage.Roles.Length];
        List<int> withoutAnswer = [],
            twoInARow = [],
            withBlank = [];
        int count = 0;
        for (int i = 0; i < data.Texts.Count + data.HeldOut.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> text = TextLook.At(data, i);
            if (!Dialogue.Is(text))
                continue;
            count++;
            int before = -1;
            bool isAnswered = false,
                isTwice = false,
                isBlank = false;
            foreach (DialoguePart part in Dialogue.Parts(text))
            {
                int role = RoleOf(part.Role);
                if (role >= 0)
                    messages[role]++;
                isAnswered |= role >= 0 && DialogueMessage.Roles[role] == DialogueMessage.Assistant;
                isTwice |= role == before;
                isBlank |= text.Slice(part.From, part.Length).Trim(" \t\r\n"u8).IsEmpty;
                before = role;
            }

            if (!isAnswered)
                withoutAnswer.Add(i + 1);
            if (isTwice)
                twoInARow.Add(i + 1);
            if (isBlank)
                withBlank.Add(i + 1);
        }

        return count == 0
            ? null
            : new DialogueLook
            {
                Count = count,
                Roles = [.. DialogueMessage.Roles.Zip(messages)],
                WithoutAnswer = withoutAnswer,
                TwoInARow = twoInARow,
                WithBlank = withBlank,
            };
    }

    private static int RoleOf(ReadOnlySpan<byte> role)
    {
        for (int i = 0; i < DialogueMessage.Roles.Length; i++)
            if (System.Text.Ascii.Equals(role, DialogueMessage.Roles[i]))
                return i;
        return -1;
    }
}
