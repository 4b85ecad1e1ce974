using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Figment.Data;
using Figment.Data.Texts;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Evaluation.Texts;
using Figment.Models;
using Figment.Models.Texts;
using TorchSharp;

namespace Figment.Runs.Texts;

/// <summary>Texts: included ones, files, folders and archives of them, and packed files.</summary>
internal sealed class TextKind : DataKind
{
    public override string Name => "texts";

    public override Type RunDataType => typeof(TextRunData);

    public override bool Takes(string source) => TextSources.Takes(source);

    public override bool IsName(string source) => TextSources.IsName(source);

    public override Dataset Open(
        string source,
        IDataOptions? reading,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    ) =>
        reading is null
            ? TextSources.Open(source, progress, cancellationToken)
            : throw new OptionsException([
                $"{source} holds texts, so options for reading pictures do not apply. Omit such options.",
            ]);

    public override Dataset Reopen(
        string place,
        bool isName,
        RunData learned,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    ) =>
        isName
            ? TextSources.OpenName(place, progress, cancellationToken)
            : TextSources.OpenPath(place, progress, cancellationToken);

    public override RunData Record(string source, Dataset data) =>
        TextRunData.Of(source, (TextDataset)data) with
        {
            Kind = Name,
            FullPath = TextSources.MeansName(source) ? null : Path.GetFullPath(source),
        };

    public override DataDescription Describe(RunData data) => ((TextRunData)data).Describe();

    public override ISampleJudge? OpenJudge(string word, Dataset data, torch.Device device, long seed) =>
        TextJudge.Open(word, (TextDataset)data, seed);

    public override ISampleEvaluation? ReadEvaluation(JsonElement evaluation) =>
        OptionsJson.Read<LiveTextEvaluation>(evaluation.GetRawText());

    internal override Nearness? NearnessOf(ISampleEvaluation evaluation) =>
        evaluation is LiveTextEvaluation seen ? TextRules.NearnessOf(seen) : null;

    internal override IReadOnlyList<Func<IReadOnlyList<Observation>, Finding?>> Rules => TextRules.All;

    internal override IReadOnlyList<RunFormat> Formats => TextFormats.All;

    /// <summary>
    /// With the number of merges that the tokenizer learned, which may be smaller than the number requested: a page reserves no
    /// space for more.
    /// </summary>
    internal override JsonElement PageOptions(JsonElement options, TrainableModel model)
    {
        JsonObject told = JsonObject.Create(options)!;
        told["merges"] = ((TextModel)model).Tokenizer.Merges.Count;
        return OptionsJson.ToElement(told);
    }

    internal override void TakeFacts(TrainableModel model, JsonElement facts) => TextPage.Give((TextModel)model, facts);

    internal override bool MakesCopies(RunFolder run) => TextPage.AreFound(run);

    internal override Text? InShort(ISampleEvaluation evaluation) =>
        evaluation is not LiveTextEvaluation seen
            ? null
            : WordTable
                .Template("card.bitsPerByte")
                .Fill(("bits", seen.BitsPerByte.ToString("F2", CultureInfo.InvariantCulture)));
}
