using System.Globalization;
using System.Text.Json;
using Figment.Data;
using Figment.Data.Images;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Runs.Pages;
using Figment.Training;
using Figment.Training.Images;
using TorchSharp;

namespace Figment.Runs.Images;

/// <summary>Images: built-in data sets, folders and archives of pictures, arrays, and packed files.</summary>
internal sealed class ImageKind : DataKind
{
    public override string Name => "images";

    public override Type RunDataType => typeof(ImageRunData);

    public override Type TrainingOptionsType => typeof(ImageTrainingOptions);

    public override bool Takes(string source) => true;

    public override bool IsName(string source) => Datasets.IsName(source);

    public override Dataset Open(
        string source,
        IDataOptions? reading,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    ) => Datasets.Open(source, DataPart.Train, (PictureOptions?)reading, progress, cancellationToken);

    /// <summary>
    /// Opens the data with its classes in the order that the run recorded, because the model has learned the classes by their
    /// numbers.
    /// </summary>
    public override Dataset Reopen(
        string place,
        bool isName,
        RunData learned,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        ImageDataset opened = isName
            ? Datasets.OpenName(place, DataPart.Train, progress, cancellationToken)
            : Datasets.Open(
                place,
                DataPart.Train,
                AsLearned(place, ((ImageRunData)learned).Pictures),
                progress,
                cancellationToken
            );
        try
        {
            return opened.Sha256 == learned.Sha256 ? opened : opened.InOrderOf([.. learned.Classes.Select(entry => entry.Name)]);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    // A run that names no label columns was trained with the column that has a known name, or with the folders as classes.
    private static PictureOptions? AsLearned(string place, PictureOptions? pictures) =>
        pictures?.Labels is not null || !FolderCheck.Takes(place)
            ? pictures
            : (pictures ?? new PictureOptions()) with
            {
                OneLabel = true,
            };

    public override RunData Record(string source, Dataset data) =>
        ImageRunData.Of(source, (ImageDataset)data) with
        {
            FullPath = Datasets.FullPathOf(source),
        };

    public override DataDescription Describe(RunData data) => ((ImageRunData)data).Describe();

    public override TrainingOptions Complete(TrainingOptions options) =>
        options as ImageTrainingOptions ?? new ImageTrainingOptions(options);

    public override void Check(Dataset data, ModelOptions model, TrainingOptions training)
    {
        ImageDataset images = (ImageDataset)data;
        images.EnsureContents();
        if (model is ClassModelOptions { Conditional: true } && images.WhyNoClasses is Text why)
            throw new OptionsException([
                $"A model cannot learn the classes of {data.Name}. {why.English}. Train without classes, or use fewer classes.",
            ]);
        if (training is ImageTrainingOptions { Flip: true } && data.Sha256 == Datasets.MnistSha256)
        {
            throw new OptionsException([
                new OptionProblem(
                    OptionSentence.Of(
                        $"A mirrored digit is no longer a digit, so {new OptionName(nameof(ImageTrainingOptions.Flip))} cannot "
                            + $"be used with MNIST. Omit it; {new OptionName(nameof(ImageTrainingOptions.Shift))} can be used."
                    )
                ),
            ]);
        }
    }

    public override ISampleJudge? OpenJudge(string word, Dataset data, torch.Device device, long seed) =>
        ImageJudge.Open(word, (ImageDataset)data, device, seed);

    internal override ISampleJudge? OpenJudge(JudgeOrder order, CancellationToken cancellationToken) =>
        ImageJudge.Open(order, cancellationToken);

    public override ISampleJudge? ReopenJudge(RunFolder run, Dataset data, torch.Device device) =>
        ImageJudge.Reopen(run, (ImageDataset)data, device);

    public override ISampleEvaluation? ReadEvaluation(JsonElement evaluation) =>
        OptionsJson.Read<LiveEvaluation>(evaluation.GetRawText());

    internal override Nearness? NearnessOf(ISampleEvaluation evaluation) =>
        evaluation is LiveEvaluation seen ? ComparisonRules.NearnessOf(seen, Name) : null;

    internal override IReadOnlyList<Func<IReadOnlyList<Observation>, Finding?>> Rules => ImageRules.All;

    internal override IReadOnlyList<RunFormat> Formats => ImageFormats.All;

    internal override IReadOnlyDictionary<string, string> ExportFacts(RunData data)
    {
        (ImageShape shape, RecordedLabels? labels) = (((ImageRunData)data).Shape, ((ImageRunData)data).Labels);
        Dictionary<string, string> facts = new()
        {
            ["shape"] = string.Create(CultureInfo.InvariantCulture, $"{shape.Channels},{shape.Height},{shape.Width}"),
        };
        if (labels is not null)
            facts["labels"] = OptionsJson.WriteLine(labels.ToTable().Rows);
        return facts;
    }

    internal override void TakeFacts(TrainableModel model, JsonElement facts) => SamplePage.Give((ImageModel)model, facts);

    internal override bool MakesCopies(RunFolder run) => SamplePage.AreFound(run);

    internal override Text? InShort(ISampleEvaluation evaluation) => ModelCard.TimesReal(evaluation);
}
