namespace Figment.Data.Texts;

/// <summary>A message of a dialogue.</summary>
/// <param name="Role">Who says it, one of <see cref="Roles"/>.</param>
/// <param name="Content">What is said.</param>
internal readonly record struct DialogueMessage(string Role, string Content)
{
    /// <summary>The roles that are known.</summary>
    internal const string System = "system",
        User = "user",
        Assistant = "assistant";

    /// <summary>All of them.</summary>
    internal static readonly string[] Roles = [System, User, Assistant];
}
