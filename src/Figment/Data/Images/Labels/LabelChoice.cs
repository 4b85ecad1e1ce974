namespace Figment.Data.Images;

/// <summary>Which columns of a labels file are labels.</summary>
/// <param name="Named">The columns that were named; null finds them.</param>
/// <param name="One">Whether only the column that is known by its name counts, as before there could be several.</param>
internal sealed record LabelChoice(IReadOnlyList<string>? Named = null, bool One = false)
{
    private const char Between = ',';

    /// <summary>Finds them.</summary>
    internal static LabelChoice Found { get; } = new();

    /// <summary>Columns as they were written, apart by commas; null where there are none.</summary>
    internal static LabelChoice? Of(string? written) =>
        written?.Split(Between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } named
            ? new LabelChoice([.. named.Distinct()])
            : null;

    /// <summary>Columns as <see cref="Of"/> reads them.</summary>
    internal static string Written(IEnumerable<string> columns) => string.Join(Between, columns);

    /// <summary>Whether a column can be written so.</summary>
    internal static bool CanBeNamed(string column) =>
        !string.IsNullOrWhiteSpace(column) && !column.Contains(Between, StringComparison.Ordinal);
}
