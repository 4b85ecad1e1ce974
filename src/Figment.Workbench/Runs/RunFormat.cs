using Figment.Models;

namespace Figment.Runs;

/// <summary>A format in which models of a kind of data are written for other programs.</summary>
/// <param name="Name">What a user calls it, in lower case: <c>onnx</c>.</param>
/// <param name="Purpose">What it is for, in a few words.</param>
/// <param name="Precisions">What weights can be kept in; the first where nothing is asked for.</param>
/// <param name="Write">Writes a model.</param>
/// <param name="Compare">Lets another program run what was written, and says how near it comes; null where none does.</param>
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

    /// <summary>All formats of all kinds of data, by name.</summary>
    internal static IEnumerable<RunFormat> All => DataKinds.All.SelectMany(kind => kind.Formats);
}

/// <summary>What is to be written.</summary>
/// <param name="Model">The model, of the kind that the format is for.</param>
/// <param name="Folder">Where to.</param>
/// <param name="Metadata">Text to keep with it.</param>
/// <param name="Precision">One of the format's.</param>
/// <param name="Run">The run that it comes from, for what was found of its samples; null where there is none.</param>
internal sealed record ExportRequest(
    TrainableModel Model,
    string Folder,
    IReadOnlyDictionary<string, string> Metadata,
    string Precision,
    RunFolder? Run = null
);

/// <summary>A file that was written.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Description">What it is, in words.</param>
internal sealed record RunFile(string Path, string Description);
