using Figment.Data.Texts;
using Figment.Evaluation;
using Figment.Evaluation.Texts;
using Figment.Models;
using Figment.Models.Texts;

namespace Figment.Runs.Texts;

/// <summary>Judges a language model during training, by held-out text and by what it writes.</summary>
internal sealed class TextJudge : ISampleJudge
{
    private readonly LiveTextEvaluator evaluator;

    private TextJudge(TextDataset data, long seed)
    {
        evaluator = new LiveTextEvaluator(data, seed);
        string heldOut = $"{data.HeldOut.Count:N0} texts of {data.HeldOut.Bytes:N0} bytes are held out";
        Card = new ExtractorCard(
            "held-out text",
            data.Sha256,
            $"{heldOut}; split into separate blocks of the context's length",
            0,
            0
        );
    }

    public ExtractorCard Card { get; }

    public string? File => null;

    /// <summary>Opens the judge; null if no judge is requested.</summary>
    /// <param name="word"><c>auto</c> or <c>none</c>.</param>
    /// <param name="data">The training data.</param>
    /// <param name="seed">Chooses what the model writes.</param>
    /// <exception cref="FigmentException">Another judge was requested.</exception>
    internal static TextJudge? Open(string word, TextDataset data, long seed) =>
        word switch
        {
            TrainingRun.NoFeatures => null,
            TrainingRun.AutoFeatures => new TextJudge(data, seed),
            _ => throw new FigmentException(
                OptionSentence.Of(
                    $"Language models are judged on held-out text, not by a network, so "
                        + $"{new OptionName(nameof(TrainingRequest.Features))} must be {TrainingRun.AutoFeatures} or "
                        + $"{TrainingRun.NoFeatures}, not '{word}'."
                )
            ),
        };

    public bool IsDue(TrainableModel model, long items, bool isLast) =>
        evaluator.IsDue(items * ((TextModel)model).Context, isLast);

    public void GoOnFrom(TrainableModel model, long items, ISampleEvaluation? last) =>
        evaluator.GoOnFrom(items * ((TextModel)model).Context);

    public ISampleEvaluation Look(TrainableModel model, long items) =>
        evaluator.Look((TextModel)model, items * ((TextModel)model).Context);

    public void Dispose() { }
}
