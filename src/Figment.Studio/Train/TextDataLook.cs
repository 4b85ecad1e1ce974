using Figment.Data;
using Figment.Data.Texts;
using Figment.Runs.Texts;
using Figment.Studio.Kinds;
using Figment.Studio.Words;

namespace Figment.Studio.Train;

/// <summary>The result of checking texts before training, obtained by carrying out the first stages of training.</summary>
public sealed record TextDataLook
{
    private const int ShownBytes = 240,
        MostPerToken = 5;

    /// <summary>The numbers of texts and characters that training would use, and those of the held-out part.</summary>
    internal (int Texts, long Characters, int HeldOut, long HeldOutCharacters) Counts { get; private init; }

    /// <summary>The scripts, the most frequent first, with their share of the letters.</summary>
    internal IReadOnlyList<(string Name, double Share)> Scripts { get; private init; } = [];

    /// <summary>What training would do; null if it would reject the texts.</summary>
    internal TextForecast? Forecast { get; private init; }

    /// <summary>The beginning of one of the texts, as tokens.</summary>
    internal IReadOnlyList<TokenBox> Beginning { get; private init; } = [];

    /// <summary>Files that cannot be read, each with its reason.</summary>
    internal IReadOnlyList<Text> Broken { get; private init; } = [];

    /// <summary>The number of texts that appear more than once.</summary>
    internal int Repeated { get; private init; }

    /// <summary>The number of held-out texts that also appear in the training part.</summary>
    internal int Leaked { get; private init; }

    /// <summary>Notes on how the texts were read.</summary>
    internal IReadOnlyList<Text> Notes { get; private init; } = [];

    /// <summary>Why training would reject them; null if it would not.</summary>
    internal Text? Refusal { get; private init; }

    /// <summary>Whether there are so few tokens that a long training run would memorise them.</summary>
    internal bool IsLittle => Forecast is { } forecast && forecast.Parameters > MostPerToken * forecast.Tokens;

    /// <summary>Checks texts.</summary>
    /// <param name="source">A name or a path (<see cref="TextSources.Open"/>).</param>
    /// <param name="progress">Receives the progress of a download and of the reading in bytes, on any thread.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    internal static TextDataLook Of(string source, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<Text> broken = [];
        try
        {
            if (!TextSources.MeansName(source) && Path.Exists(source) && !TextPack.IsPack(source))
                broken = [.. TextFileCheck.Of(source, cancellationToken).Broken.Select(ErrorTexts.Of)];
            using TextDataset data = TextSources.Open(source, progress, cancellationToken);
            TextForecast forecast = TextForecast.Of(data, cancellationToken);
            TextDuplicates found = TextDuplicates.In(data, cancellationToken);
            ReadOnlySpan<byte> first = data.Texts[0];
            return new TextDataLook
            {
                Counts = (data.Texts.Count, data.Texts.Characters, data.HeldOut.Count, data.HeldOut.Characters),
                Scripts = TextLook.Of(data, cancellationToken).Scripts,
                Forecast = forecast,
                Beginning = TokenBox.Of(
                    forecast.Tokenizer,
                    forecast.Tokenizer.Encode(first[..TextBuilder.CharacterStart(first, Math.Min(first.Length, ShownBytes))])
                ),
                Broken = broken,
                Repeated = found.Same.Sum(group => group.Count - 1),
                Leaked = found.Leaked,
                Notes = data.Notes,
            };
        }
        catch (FigmentException e)
        {
            return new TextDataLook { Broken = broken, Refusal = ErrorTexts.Of(e) };
        }
    }
}
