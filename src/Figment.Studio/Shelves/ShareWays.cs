namespace Figment.Studio.Shelves;

/// <summary>In which of a run's formats it is shown to others, by their names.</summary>
internal static class ShareWays
{
    /// <summary>One page that works by double click.</summary>
    internal const string Page = "html";

    /// <summary>A picture to post.</summary>
    internal const string Card = "card";

    /// <summary>Whether the studio makes one.</summary>
    internal static bool Has(string format) => format is Page or Card;
}
