using Figment.Models;

namespace Figment.Runs;

/// <summary>A format in which models of a kind of data can be exported.</summary>
/// <param name="Name">The name for users, in lower case: <c>onnx</c>.</param>
/// <param name="Purpose">What it is for, in a few words.</param>
/// <param name="Precisions">The possible precisions of the weights; the first is the default.</param>
/// <param name="Write">Writes a model.</param>
/// <param name="Compare">
/// Runs the exported files in another program, and reports how close the results are; null if no program can.
/// </param>
internal sealed record RunFormat(
    string Name,
    string Purpose,
    IReadOnlyList<string> Precisions,
    Func<ExportRequest, IReadOnlyList<RunFile>> Write,
    Func<TrainableModel, IReadOnlyList<RunFile>, string>? Compare = null
)
{
    /// <summary>32 bits for each number.</summary>
    internal const string Fp32 = "fp32";

    /// <summary>16 bits for each number.</summary>
    internal const string Fp16 = "fp16";

    /// <summary>Whether its files contain text in one language (<see cref="ExportRequest.Language"/>).</summary>
    internal bool IsInOneLanguage { get; init; }

    /// <summary>All formats of all kinds of data, by name.</summary>
    internal static IEnumerable<RunFormat> All => DataKinds.All.SelectMany(kind => kind.Formats);
}

/// <summary>An export to write.</summary>
/// <param name="Model">The model, of the kind that the format is for.</param>
/// <param name="Folder">The folder for the files.</param>
/// <param name="Metadata">Text to store with the model.</param>
/// <param name="Precision">One of the format's precisions.</param>
/// <param name="Run">The run of the model, with evaluations of its samples; null if there is none.</param>
internal sealed record ExportRequest(
    TrainableModel Model,
    string Folder,
    IReadOnlyDictionary<string, string> Metadata,
    string Precision,
    RunFolder? Run = null
)
{
    /// <summary>The language of any text in the exported files.</summary>
    internal Language Language { get; init; }
}

/// <summary>An exported file.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Description">A description of the file.</param>
internal sealed record RunFile(string Path, string Description);
