namespace Figment.Data.Texts;

/// <summary>A message of a dialogue.</summary>
/// <param name="Role">The role of the speaker, one of <see cref="Roles"/>.</param>
/// <param name="Content">The content of the message.</param>
internal readonly record struct DialogueMessage(string Role, string Content)
{
    /// <summary>The known roles.</summary>
    internal const string System = "system",
        User = "user",
        Assistant = "assistant";

    /// <summary>All known roles.</summary>
    internal static readonly string[] Roles = [System, User, Assistant];
}
