using Figment.Evaluation.Images;

namespace Figment.Reports;

/// <summary>How one aspect of the generated images compares with real ones.</summary>
internal enum Level
{
    Good,
    Fair,
    Poor,
}

/// <summary>Summarizes the metrics in a few sentences that a beginner can act on.</summary>
internal sealed class Summary
{
    // Fractions of the score of real images, and shares of copies in excess of chance.
    private const double GoodFrom = 0.9,
        FairFrom = 0.6,
        HardlyAny = 0.25,
        FewCopies = 0.01,
        ManyCopies = 0.2;

    // A class with fewer expected images may be absent by chance.
    private const int ExpectedImages = 20;

    private readonly EvaluationReport report;

    internal Summary(EvaluationReport report)
    {
        this.report = report;
        Fidelity = Worst(Against("precision"), Against("sure"));
        int count = Find("classEntropy")?.GeneratedCount ?? 0;
        MissingClasses =
        [
            .. report
                .Classes.Where(share => share.Real * count >= ExpectedImages && share.Generated < HardlyAny * share.Real)
                .Select(share => share.Name),
        ];
        Diversity = Worst(Against("coverage"), Against("classEntropy"), MissingClasses.Count > 0 ? Level.Fair : null);
        Copies = Find("copied") is { Real: not null } copied ? CopiesOf(copied) : null;
    }

    /// <summary>Whether single images look real; null if unknown.</summary>
    internal Level? Fidelity { get; }

    /// <summary>Whether everything in the real images appears; null if unknown.</summary>
    internal Level? Diversity { get; }

    /// <summary>Whether the images are new; null if unknown.</summary>
    internal Level? Copies { get; }

    /// <summary>Classes that appear far less often than among real images.</summary>
    internal IReadOnlyList<string> MissingClasses { get; }

    /// <summary>The list at the top of the page.</summary>
    internal Html ToHtml() =>
        Html.Of(
            $"""
            <section class="summary">
            <h2>{Texts.InShort}</h2>
            <dl>
            {Item(Texts.Fidelity, Seen(Fidelity), FidelityWords)}{Item(Texts.Diversity, Seen(Diversity), DiversityWords)}{Item(
                Texts.Copies,
                Copies,
                CopiesWords
            )}
            <div class="next"><dt>{Texts.Next}</dt><dd>{Advice}</dd></div>
            </dl>
            {Caveat}
            </section>

            """
        );

    internal Text Advice =>
        Copies is Level.Fair or Level.Poor ? Texts.TryCopies
        : Diversity is Level.Poor || (Diversity is Level.Fair && Fidelity is not Level.Poor) ? Texts.TryDiversity
        : Fidelity is Level.Fair or Level.Poor ? Texts.TryFidelity
        : IsPixels ? Texts.TryClassifier
        : Texts.TryNothing;

    private Html FidelityWords =>
        Words(
            IsPixels ? Texts.FidelityOfPixels : Texts.FidelityGood,
            Texts.FidelityFair,
            Texts.FidelityPoor,
            Fidelity,
            "precision",
            Find("sure") is { Real: not null } sure ? Texts.Sure.With([.. Facts(sure, "sure")]) : Texts.Stop.ToHtml()
        );

    private Html DiversityWords =>
        Words(
            IsPixels ? Texts.DiversityOfPixels : Texts.DiversityGood,
            Texts.DiversityFair,
            Texts.DiversityPoor,
            Diversity,
            "coverage",
            Find("classEntropy") is { Real: not null } entropy && Find("rarestClass") is { Real: not null } rarest
                ? Texts.Even.With([.. Facts(entropy, "entropy"), .. Facts(rarest, "rarest")])
                : Texts.Stop.ToHtml(),
            MissingClasses.Count == 0 ? Html.None : Texts.Missing.With(("classes", Text.List(MissingClasses)))
        );

    private Html CopiesWords => Words(Texts.CopiesNone, Texts.CopiesSome, Texts.CopiesSome, Copies, "copied");

    private Html Caveat =>
        report.Extractor.Classes > 0
            ? Html.None
            : Html.Of(
                $"""
                <p class="note">{(IsPixels ? Texts.PixelsOnly : Texts.NoClasses).With(("extractor", report.Extractor.Name))}</p>
                """
            );

    private bool IsPixels =>
        report.Extractor.Classes == 0 && report.Extractor.Name.StartsWith("pixels", StringComparison.Ordinal);

    /// <summary>Pixels can show that images are bad, but not that they are good.</summary>
    private Level? Seen(Level? level) => IsPixels && level == Level.Good ? null : level;

    private Html Words(
        TextTemplate good,
        TextTemplate fair,
        TextTemplate poor,
        Level? level,
        string metric,
        params Html[] more
    ) =>
        Find(metric) is not { Real: not null } found
            ? Html.None
            : Html.Of(
                $"{(level switch { Level.Good => good, Level.Fair => fair, _ => poor }).With([.. Facts(found, metric)])}{more}"
            );

    private static (string Name, Text Fact)[] Facts(MetricResult result, string name) =>
        [
            (name, Figures.Of(result.Metric, result.Value)),
            ($"real{char.ToUpperInvariant(name[0])}{name[1..]}", Figures.Of(result.Metric, result.Real!.Value)),
        ];

    private static Html Item(Text title, Level? level, Html words) =>
        words == Html.None
            ? Html.None
            : Html.Of(
                $"""
                <div><dt>{title} {(level is null ? Html.None : Badge(level.Value))}</dt><dd>{words}</dd></div>

                """
            );

    private static Html Badge(Level level)
    {
        Text word = level switch
        {
            Level.Good => Texts.Good,
            Level.Fair => Texts.Fair,
            _ => Texts.Poor,
        };
        return Html.Of($"""<span class="badge {level.ToString().ToLowerInvariant()}">{word}</span>""");
    }

    private MetricResult? Find(string name) => report.Metrics.FirstOrDefault(result => result.Name == name);

    /// <summary>The level of a metric, by its ratio to the score of real images.</summary>
    private Level? Against(string name) =>
        Find(name) is not { Real: RealScore real } result ? null
        : real.Value <= 0 || result.Value >= GoodFrom * real.Value ? Level.Good
        : result.Value >= FairFrom * real.Value ? Level.Fair
        : Level.Poor;

    private static Level CopiesOf(MetricResult copied)
    {
        double chance = Math.Sqrt(Math.Pow(copied.StandardError ?? 0, 2) + Math.Pow(copied.Real!.StandardError ?? 0, 2));
        double more = copied.Value - copied.Real.Value;
        return more <= Math.Max(FewCopies, 2 * chance) ? Level.Good
            : more <= ManyCopies ? Level.Fair
            : Level.Poor;
    }

    private static Level? Worst(params Level?[] levels) => levels.Max();
}
