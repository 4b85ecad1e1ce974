using Figment.Data.Texts;

namespace Figment.Models.Texts;

/// <summary>What the marks of dialogues are to a text that is being made.</summary>
internal enum MarkUse
{
    /// <summary>They are not written: the model has not learned them.</summary>
    None,

    /// <summary>They are written, and have no text.</summary>
    Free,

    /// <summary>The text is one message: where that ends, it ends, and no other begins.</summary>
    Answer,
}

/// <summary>What a text begins with.</summary>
/// <param name="Tokens">The tokens.</param>
/// <param name="Marks">Which marks of dialogues may follow.</param>
internal readonly record struct TextPrompt(IReadOnlyList<int> Tokens, MarkUse Marks);

/// <summary>Which tokens may be written.</summary>
internal static class MarkUses
{
    /// <summary>
    /// Makes −∞ of the logits of what there is no use for: marks of dialogues in a text that is none, and room for merges that
    /// the text did not give.
    /// </summary>
    /// <param name="marks">Which marks may follow.</param>
    /// <param name="tokenizer">The model's.</param>
    /// <param name="logits">Of every token.</param>
    internal static void LeaveOut(this MarkUse marks, Tokenizer tokenizer, Span<float> logits)
    {
        float end = marks == MarkUse.Answer ? logits[tokenizer.MessageEnd] : float.NegativeInfinity;
        logits[(marks == MarkUse.Free ? tokenizer.VocabularySize : tokenizer.EndOfText + 1)..].Fill(float.NegativeInfinity);
        if (marks == MarkUse.Answer)
            logits[tokenizer.MessageEnd] = end;
    }
}
