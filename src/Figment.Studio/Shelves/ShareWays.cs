namespace Figment.Studio.Shelves;

/// <summary>The export formats in which a run can be shared, by name.</summary>
internal static class ShareWays
{
    /// <summary>One page that opens with a double click.</summary>
    internal const string Page = "html";

    /// <summary>A picture to post.</summary>
    internal const string Card = "card";

    /// <summary>Whether the studio offers a format for sharing.</summary>
    internal static bool Has(string format) => format is Page or Card;
}
