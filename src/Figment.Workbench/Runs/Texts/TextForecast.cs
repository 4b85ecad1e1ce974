using Figment.Backend;
using Figment.Data.Texts;
using Figment.Models;
using Figment.Models.Texts;

namespace Figment.Runs.Texts;

/// <summary>What a training run on the given texts would do.</summary>
internal sealed record TextForecast
{
    private const long SampleForTokenizer = 4 << 20,
        SampleForTokens = 1 << 20;

    /// <summary>The preset.</summary>
    public required string Preset { get; init; }

    /// <summary>A tokenizer trained on a part of the texts.</summary>
    public required Tokenizer Tokenizer { get; init; }

    /// <summary>The number of merges (pairs of tokens joined into one) that the model's tokenizer would have.</summary>
    public required int Merges { get; init; }

    /// <summary>The number of different tokens.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>The approximate number of tokens to learn from.</summary>
    public required long Tokens { get; init; }

    /// <summary>The approximate number of tokens in each text.</summary>
    public required double TokensPerText { get; init; }

    /// <summary>The average number of bytes in a token.</summary>
    public required double BytesPerToken { get; init; }

    /// <summary>The number of the model's parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>The number of token blocks in each step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The number of steps after which training has seen as many tokens as the data contains.</summary>
    public required long StepsPerPass { get; init; }

    /// <summary>
    /// Computes the forecast: the options that training would choose, and a tokenizer trained on a part of the texts.
    /// </summary>
    /// <exception cref="FigmentException">No preset learns texts.</exception>
    internal static TextForecast Of(TextDataset data, CancellationToken cancellationToken)
    {
        ModelPreset preset =
            ModelCatalog.Presets.FirstOrDefault(preset => preset.Learns(data.Description))
            ?? throw new FigmentException("No known preset learns from texts.");
        ModelOptions options = preset.OptionsFor(data.Description);
        int merges = (options as GptOptions)?.Merges ?? 0;
        Tokenizer tokenizer = Tokenizer.Train(data.Texts.Sample(SampleForTokenizer), merges, cancellationToken);
        long bytes = 0,
            tokens = 0;
        foreach (ReadOnlyMemory<byte> piece in data.Texts.Sample(SampleForTokens))
        {
            cancellationToken.ThrowIfCancellationRequested();
            bytes += piece.Length;
            tokens += tokenizer.Encode(piece.Span).Length;
        }

        using TrainableModel model = preset.Create(options, data.Description, new SeededRandom(0));
        double bytesPerToken = (double)bytes / Math.Max(1, tokens);
        long all = (long)(data.Texts.Bytes / bytesPerToken) + data.Texts.Count; // each text ends with a special token
        int context = (model as TextModel)?.Context ?? 1;
        return new TextForecast
        {
            Preset = preset.Name,
            Tokenizer = tokenizer,
            Merges = merges,
            Vocabulary = Tokenizer.SizeOf(merges),
            Tokens = all,
            TokensPerText = (double)all / data.Texts.Count,
            BytesPerToken = bytesPerToken,
            Parameters = model.Summaries().Sum(network => network.Total),
            BatchSize = preset.BatchSize,
            StepsPerPass = Math.Max(1, all / ((long)preset.BatchSize * context)),
        };
    }
}
