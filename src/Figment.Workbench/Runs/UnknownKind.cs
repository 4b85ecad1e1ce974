using System.Text.Json;
using System.Text.Json.Serialization;
using Figment.Data;
using Figment.Training;

namespace Figment.Runs;

/// <summary>
/// A kind of data that another program added. A run with such data can be shown, but nothing more can be done with it.
/// </summary>
internal sealed class UnknownKind(string name) : DataKind
{
    public override string Name => name;

    public override Type RunDataType => typeof(RunDataOfUnknownKind);

    public override Type TrainingOptionsType => typeof(TrainingOptionsOfUnknownKind);

    public override bool Takes(string source) => false;

    public override Dataset Open(
        string source,
        IDataOptions? reading,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    ) => throw Unknown();

    public override DataDescription Describe(RunData data) => throw Unknown();

    private FigmentException Unknown() =>
        new(
            $"The run was trained on {PrintableText.Of(name)}, a kind of data that this program does not know. "
                + $"Open it with the program that made it."
        );
}

/// <summary>What a run records about such data.</summary>
internal sealed record RunDataOfUnknownKind(string Source, string Name, int Count, IReadOnlyList<RunClass> Classes, string Sha256)
    : RunData(Source, Name, Count, Classes, Sha256)
{
    /// <summary>The properties that only the program that defines this kind can understand; they are kept unchanged.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>The training loop's options for such data.</summary>
internal sealed record TrainingOptionsOfUnknownKind : TrainingOptions
{
    /// <summary>The properties that only the program that defines this kind can understand; they are kept unchanged.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}
