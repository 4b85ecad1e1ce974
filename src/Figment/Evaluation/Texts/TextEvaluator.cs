using System.Text;
using Figment.Data.Texts;
using Figment.Models.Texts;

namespace Figment.Evaluation.Texts;

/// <summary>Evaluates a language model by how well it predicts held-out text, and by the texts that it generates.</summary>
internal static class TextEvaluator
{
    private const int Shown = 12;

    /// <summary>Evaluates a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The training texts and the held-out texts.</param>
    /// <param name="subject">The name of the model.</param>
    /// <param name="preset">The name of its preset.</param>
    /// <param name="options">How to evaluate.</param>
    /// <param name="progress">Receives the current activity and how much of it is done.</param>
    /// <param name="clock">The clock that measures time; null for the system's.</param>
    /// <param name="cancellationToken">Cancels the evaluation.</param>
    internal static TextReport Evaluate(
        TextModel model,
        TextDataset data,
        string subject,
        string preset,
        TextEvaluationOptions options,
        Action<string, double>? progress = null,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default
    )
    {
        OptionsValidator.ThrowIfInvalid(options);
        clock ??= TimeProvider.System;
        long start = clock.GetTimestamp();
        progress?.Invoke("predicting held-out text", 0);
        TextLoss heldOut = TextLoss.Of(model, data.HeldOut, options.MostTokens, cancellationToken: cancellationToken);
        progress?.Invoke("predicting training text", 0.3);
        TextLoss training = TextLoss.Of(model, data.Texts, Math.Max(2, heldOut.Tokens), cancellationToken: cancellationToken);
        progress?.Invoke("writing", 0.5);
        TextOptions how = new()
        {
            Seed = options.Seed,
            Tokens = options.Tokens,
            Temperature = 1,
            MinP = 0,
        };
        IReadOnlyList<string> texts = model.Write(options.Count, how, cancellationToken: cancellationToken);
        progress?.Invoke("looking for copies", 0.8);
        KnownText known = new(data.Texts);
        byte[][] made = [.. texts.Select(Encoding.UTF8.GetBytes)];
        int length = Math.Max(1, (int)made.Average(text => text.Length));
        return new TextReport
        {
            Figment = typeof(TextEvaluator).Assembly.GetName().Version!.ToString(3),
            Subject = subject,
            Preset = preset,
            Vocabulary = model.Tokenizer.VocabularySize,
            Context = model.Context,
            HeldOut = TextScore.Of(data.Name, data.HeldOut.Count, heldOut),
            Training = TextScore.Of(data.Name, data.Texts.Count, training),
            BytesAlone = ByteFrequencies.BitsPerByte(data.Texts, data.HeldOut),
            Made = known.Look(made),
            Real = known.Look(TextExcerpts.Of(data.HeldOut, options.Count, length)),
            Samples = [.. texts.Take(Shown)],
            Options = options,
            Sha256 = data.Sha256,
            Seconds = Math.Round(clock.GetElapsedTime(start).TotalSeconds, 1),
        };
    }
}
