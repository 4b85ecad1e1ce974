using System.Text.Json;
using System.Text.Json.Serialization;
using Figment.Data;
using Figment.Training;

namespace Figment.Runs;

/// <summary>
/// A kind of data that another program added: what is common to all runs can be shown, and no more be done with it.
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
            $"The run learned from {PrintableText.Of(name)}, a kind of data that this program does not know. Open it with the "
                + $"program that made it."
        );
}

/// <summary>What a run records of such data.</summary>
internal sealed record RunDataOfUnknownKind(string Source, string Name, int Count, IReadOnlyList<RunClass> Classes, string Sha256)
    : RunData(Source, Name, Count, Classes, Sha256)
{
    /// <summary>What only its own program knows, kept as it is.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>The loop's options with such data.</summary>
internal sealed record TrainingOptionsOfUnknownKind : TrainingOptions
{
    /// <summary>What only its own program knows, kept as it is.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}
