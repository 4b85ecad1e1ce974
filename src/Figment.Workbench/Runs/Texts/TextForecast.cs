using Figment.Backend;
using Figment.Data.Texts;
using Figment.Models;
using Figment.Models.Texts;

namespace Figment.Runs.Texts;

/// <summary>What a training would do with texts.</summary>
internal sealed record TextForecast
{
    private const long SampleForTokenizer = 4 << 20,
        SampleForTokens = 1 << 20;

    /// <summary>The preset.</summary>
    public required string Preset { get; init; }

    /// <summary>A tokenizer that learned from a part of the texts.</summary>
    public required Tokenizer Tokenizer { get; init; }

    /// <summary>Pairs of tokens that its tokenizer would learn.</summary>
    public required int Merges { get; init; }

    /// <summary>How many different tokens there would be.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>About so many tokens to learn from.</summary>
    public required long Tokens { get; init; }

    /// <summary>About so many in each text.</summary>
    public required double TokensPerText { get; init; }

    /// <summary>How much text a token stands for.</summary>
    public required double BytesPerToken { get; init; }

    /// <summary>Numbers that the model would have.</summary>
    public required long Parameters { get; init; }

    /// <summary>Blocks of tokens in each step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Steps until as many tokens were seen as there are.</summary>
    public required long StepsPerPass { get; init; }

    /// <summary>Finds it out: the options as training fits them, and a tokenizer that learns from a part of the texts.</summary>
    /// <exception cref="FigmentException">No preset learns texts.</exception>
    internal static TextForecast Of(TextDataset data, CancellationToken cancellationToken)
    {
        ModelPreset preset =
            ModelCatalog.Presets.FirstOrDefault(preset => preset.Learns(data.Description))
            ?? throw new FigmentException("No preset that is known here learns texts.");
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
        long all = (long)(data.Texts.Bytes / bytesPerToken) + data.Texts.Count; // each text ends with a mark
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
