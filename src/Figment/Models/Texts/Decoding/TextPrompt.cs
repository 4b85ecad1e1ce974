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
