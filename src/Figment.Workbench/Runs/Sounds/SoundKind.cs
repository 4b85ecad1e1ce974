using System.Globalization;
using System.Text.Json;
using Figment.Audio;
using Figment.Data;
using Figment.Data.Sounds;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Evaluation.Sounds;
using Figment.Models;
using Figment.Models.Images;
using Figment.Runs.Images;
using Figment.Runs.Pages;
using TorchSharp;

namespace Figment.Runs.Sounds;

/// <summary>Sounds: the drums included with Figment, and folders and archives of recordings.</summary>
internal sealed class SoundKind : DataKind
{
    private static readonly IReadOnlyList<RunFormat> Formatted = ImageFormats.For(
        "sounds, the largest difference between values in [-1, 1]",
        "sounds"
    );

    public override string Name => "sounds";

    public override Type RunDataType => typeof(SoundRunData);

    public override bool Takes(string source) => SoundSources.Takes(source);

    public override bool IsName(string source) => SoundSources.IsName(source);

    public override Dataset Open(
        string source,
        IDataOptions? reading,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    ) =>
        reading is null or SoundOptions
            ? SoundSources.Open(source, DataPart.Train, (SoundOptions?)reading, progress, cancellationToken)
            : throw new OptionsException([
                $"{source} holds sounds, so options for reading pictures do not apply. Omit such options.",
            ]);

    /// <summary>Opens the sounds in the form that the run recorded, because its model was trained on that form only.</summary>
    public override Dataset Reopen(
        string place,
        bool isName,
        RunData learned,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        SoundRunData before = (SoundRunData)learned;
        SoundDataset data = SoundSources.Open(
            place,
            DataPart.Train,
            SoundSources.ReadingAt(place, before.Reading),
            progress,
            cancellationToken
        );
        return data.Sha256 == before.Sha256 ? data.InForm(before.Form) : data;
    }

    public override RunData Record(string source, Dataset data) =>
        SoundRunData.Of(source, (SoundDataset)data) with
        {
            Kind = Name,
            FullPath = FullPathOf(source),
        };

    public override DataDescription Describe(RunData data) => ((SoundRunData)data).Describe();

    public override ISampleJudge? OpenJudge(string word, Dataset data, torch.Device device, long seed) =>
        SoundJudge.Open(word, (SoundDataset)data, device, seed);

    internal override ISampleJudge? OpenJudge(JudgeOrder order, CancellationToken cancellationToken) =>
        SoundJudge.Open(order, cancellationToken);

    public override ISampleJudge? ReopenJudge(RunFolder run, Dataset data, torch.Device device) =>
        ReopenJudge(run, data, device, null, CancellationToken.None);

    internal override ISampleJudge? ReopenJudge(
        RunFolder run,
        Dataset data,
        torch.Device device,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    ) => SoundJudge.Reopen(run, (SoundDataset)data, device, progress, cancellationToken);

    public override ISampleEvaluation? ReadEvaluation(JsonElement evaluation) =>
        OptionsJson.Read<LiveSoundEvaluation>(evaluation.GetRawText());

    internal override Nearness? NearnessOf(ISampleEvaluation evaluation) =>
        evaluation is LiveSoundEvaluation seen ? ComparisonRules.NearnessOf(seen.Pictures, Name) : null;

    internal override IReadOnlyList<Func<IReadOnlyList<Observation>, Finding?>> Rules => SoundRules.All;

    internal override IReadOnlyList<RunFormat> Formats => Formatted;

    internal override IReadOnlyDictionary<string, string> ExportFacts(RunData data)
    {
        SoundShape shape = ((SoundRunData)data).Shape;
        return new Dictionary<string, string>
        {
            ["channels"] = shape.Channels.ToString(CultureInfo.InvariantCulture),
            ["length"] = shape.Length.ToString(CultureInfo.InvariantCulture),
            ["rate"] = shape.Rate.ToString(CultureInfo.InvariantCulture),
        };
    }

    internal override void TakeFacts(TrainableModel model, JsonElement facts) => SamplePage.Give((ImageModel)model, facts);

    internal override bool MakesCopies(RunFolder run) => SamplePage.AreFound(run);

    internal override Text? InShort(ISampleEvaluation evaluation) => ModelCard.TimesReal(evaluation);
}
