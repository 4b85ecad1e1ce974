using Figment.Runs;

namespace Figment.Cli.Commands;

/// <summary>What <c>figment data</c> says and does of one kind of data.</summary>
internal interface IDataReport
{
    /// <summary>Shows what data holds.</summary>
    int Look(DataRequest request, CancellationToken cancellation);

    /// <summary>Says what is right and wrong with it, and what training would do.</summary>
    int Check(DataRequest request, CancellationToken cancellation);

    /// <summary>Packs it into one file.</summary>
    int Pack(DataRequest request, CancellationToken cancellation);
}

/// <summary>The reports, one line for each kind of data.</summary>
internal static class DataReports
{
    private static readonly Dictionary<string, IDataReport> ByKind = new()
    {
        ["images"] = new ImageDataReport(),
        ["texts"] = new TextDataReport(),
        ["sounds"] = new SoundDataReport(),
    };

    /// <summary>The report for what a user named.</summary>
    /// <exception cref="FigmentException">There is none for such data.</exception>
    internal static IDataReport Of(string source)
    {
        DataKind kind = DataKinds.Of(source);
        return ByKind.GetValueOrDefault(kind.Name)
            ?? throw new FigmentException($"{source} holds {kind.Name}, which 'figment data' cannot show.");
    }
}
