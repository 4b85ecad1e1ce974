namespace Figment;

/// <summary>A language in which Figment speaks.</summary>
public enum Language
{
    /// <summary>English.</summary>
    English,

    /// <summary>简体中文.</summary>
    Chinese,
}
