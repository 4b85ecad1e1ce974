namespace Figment.Data.Images;

/// <summary>The choice of which columns of a labels file are labels.</summary>
/// <param name="Named">The columns that the user named; null detects them.</param>
/// <param name="One">
/// Whether only the column with a known name counts, as was the case before several columns were possible.
/// </param>
internal sealed record LabelChoice(IReadOnlyList<string>? Named = null, bool One = false)
{
    private const char Between = ',';

    /// <summary>The choice that detects the columns.</summary>
    internal static LabelChoice Found { get; } = new();

    /// <summary>Parses column names separated by commas; null if there are none.</summary>
    internal static LabelChoice? Of(string? written) =>
        written?.Split(Between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } named
            ? new LabelChoice([.. named.Distinct()])
            : null;

    /// <summary>Writes columns in the form that <see cref="Of"/> parses.</summary>
    internal static string Written(IEnumerable<string> columns) => string.Join(Between, columns);

    /// <summary>Whether a column can be named in this form.</summary>
    internal static bool CanBeNamed(string column) =>
        !string.IsNullOrWhiteSpace(column) && !column.Contains(Between, StringComparison.Ordinal);
}
