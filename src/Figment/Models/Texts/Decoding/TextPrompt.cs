using Figment.Data.Texts;

namespace Figment.Models.Texts;

/// <summary>How a text that is being generated may use dialogue marks.</summary>
internal enum MarkUse
{
    /// <summary>Marks are never written: the model has not learned them.</summary>
    None,

    /// <summary>Marks may be written; they produce no text.</summary>
    Free,

    /// <summary>The text is one message: it ends where the message ends, and no other message begins.</summary>
    Answer,
}

/// <summary>The beginning of a text to be generated.</summary>
/// <param name="Tokens">The tokens.</param>
/// <param name="Marks">Which dialogue marks may follow.</param>
internal readonly record struct TextPrompt(IReadOnlyList<int> Tokens, MarkUse Marks);

/// <summary>Restricts which tokens may be written.</summary>
internal static class MarkUses
{
    /// <summary>
    /// Sets the logits of tokens that must not be written to −∞: dialogue marks in a text that is not a dialogue, and unused
    /// places reserved for merges that the training text did not yield.
    /// </summary>
    /// <param name="marks">Which marks may follow.</param>
    /// <param name="tokenizer">The tokenizer of the model.</param>
    /// <param name="logits">The logits of all tokens, changed in place.</param>
    internal static void LeaveOut(this MarkUse marks, Tokenizer tokenizer, Span<float> logits)
    {
        float end = marks == MarkUse.Answer ? logits[tokenizer.MessageEnd] : float.NegativeInfinity;
        logits[(marks == MarkUse.Free ? tokenizer.VocabularySize : tokenizer.EndOfText + 1)..].Fill(float.NegativeInfinity);
        if (marks == MarkUse.Answer)
            logits[tokenizer.MessageEnd] = end;
    }
}
