using Figment.Runs;

namespace Figment.Cli.Commands;

/// <summary>What <c>figment data</c> does and prints for one kind of data.</summary>
internal interface IDataReport
{
    /// <summary>Describes the data.</summary>
    int Look(DataRequest request, CancellationToken cancellation);

    /// <summary>Reports problems in the data, and what training would do with it.</summary>
    int Check(DataRequest request, CancellationToken cancellation);

    /// <summary>Packs the data into one file.</summary>
    int Pack(DataRequest request, CancellationToken cancellation);
}

/// <summary>The reports, one for each kind of data.</summary>
internal static class DataReports
{
    private static readonly Dictionary<string, IDataReport> ByKind = new()
    {
        ["images"] = new ImageDataReport(),
        ["texts"] = new TextDataReport(),
        ["sounds"] = new SoundDataReport(),
    };

    /// <summary>The report for the data that the user named.</summary>
    /// <exception cref="FigmentException">No report exists for this kind of data.</exception>
    internal static IDataReport Of(string source)
    {
        DataKind kind = DataKinds.Of(source);
        return ByKind.GetValueOrDefault(kind.Name)
            ?? throw new FigmentException($"{source} holds {kind.Name}, which 'figment data' cannot show.");
    }
}
