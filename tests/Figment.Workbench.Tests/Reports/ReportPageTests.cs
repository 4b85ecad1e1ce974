using System.Text.RegularExpressions;
using Figment.Charts;
using Figment.Data.Images;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Reports;
using ImageMagick;

namespace Figment.Tests.Reports;

/// <summary>The page as text and its pictures as pixels.</summary>
public sealed partial class ReportPageTests : IDisposable
{
    private static readonly Verdict Collapse = new(
        VerdictKind.ModeCollapse,
        1200,
        "All are ones.",
        "It repeats itself.",
        "Train gently."
    );
    private static readonly ChartSeries[] TwoPanels =
    [
        new("d_loss", "loss", [(0, 1), (1, 2)]),
        new("g_loss", "loss", [(0, 2), (1, 1)]),
        new("coverage", "samples", [(0, 0.1), (1, 0.5)]),
    ];

    private readonly SampleReport sample = new();

    public void Dispose() => sample.Dispose();

    [Fact]
    public void Each_number_stands_beside_what_real_images_score_with_its_meaning_and_source()
    {
        EvaluationReport report = sample.Report() with
        {
            Metrics = [.. MetricCatalog.All.Select((metric, i) => SampleReport.Result(metric.Name, 0.31 + (0.01 * i), 0.0123))],
        };

        string page = Write(report);

        Assert.All(
            report.Metrics,
            result =>
            {
                foreach (double number in new[] { result.Value, result.Real!.Value })
                {
                    (string value, string? error) = Figures.Of(result.Metric, number, 0.0123);
                    Assert.Contains($">{value}<small>± {error}</small></td>", page, StringComparison.Ordinal);
                }

                Assert.Contains(HtmlTemplate.Encode(result.Metric.Meaning), page, StringComparison.Ordinal);
                Assert.Contains(HtmlTemplate.Encode(result.Metric.Source), page, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public void All_that_is_needed_to_repeat_the_numbers_is_there()
    {
        EvaluationReport report = sample.Report();

        string page = Write(report);

        string[] needed =
        [
            report.Generated.Sha256,
            report.Reference.Sha256,
            report.Training.Sha256,
            report.Extractor.Name,
            report.Extractor.Sha256,
            report.Extractor.Preprocessing,
            "Figment 1.2.3",
            "count = 50",
            "seed = 7",
            "precisionNeighbours = 3",
            "kernelSubsetSize = 1000",
            "sureAt = 0.95",
            "1×4×4",
        ];
        Assert.All(needed, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Contains("over the features of some-classifier is not FID", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_is_shown_as_it_is_whatever_it_looks_like()
    {
        const string strange = "{a} <script> **b** `c` [[gan]] {{d}}";
        EvaluationReport report = sample.Report() with { Notes = [strange], Classes = [new ClassShare(strange, 0.4, 0.5)] };

        string page = ReportPage.Write(
            report,
            sample.Generated,
            sample.Real,
            TwoPanels,
            [new Verdict(VerdictKind.MissingClasses, 1, BothLanguages.Of(strange, "{b}"), strange, strange)]
        );

        Assert.Equal(5 + 1, page.Split(HtmlTemplate.Encode(strange)).Length);
        Assert.Contains("{b}", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void No_name_from_outside_becomes_markup()
    {
        const string evil = "\"><script>alert('x')</script><img src=x onerror=y>&";
        EvaluationReport report = sample.Report();
        report = report with
        {
            Figment = evil,
            Generated = new ImageSetCard(evil, report.Generated.Count, report.Generated.Shape, report.Generated.Sha256),
            Reference = new ImageSetCard(evil, report.Reference.Count, report.Reference.Shape, report.Reference.Sha256),
            Training = new ImageSetCard(evil, report.Training.Count, report.Training.Shape, report.Training.Sha256),
            Extractor = new ExtractorCard(evil, evil, evil, 1, 0),
            Classes = [new ClassShare("<script>", 0, 1), new ClassShare(evil, 1, 0)],
            Reached = new ReachedScores(evil, evil, new Dictionary<string, double>()),
        };

        string page = Write(
            report,
            [new ChartSeries(evil, evil, [(0, 1)])],
            [new Verdict(VerdictKind.ModeCollapse, 1, evil, evil, evil)]
        );

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.DoesNotContain("&amp;amp;", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">&lt;script&gt;</th>", page, StringComparison.Ordinal);
        AssertBalanced(page);
    }

    [Fact]
    public void The_page_needs_nothing_from_elsewhere()
    {
        string page = Write(sample.Report(), TwoPanels, [Collapse]);

        Assert.All(
            Address().Matches(page),
            match => Assert.StartsWith("data:image/png;base64,", match.Groups[1].Value, StringComparison.Ordinal)
        );
        Assert.NotEmpty(Address().Matches(page));
        foreach (string foreign in new[] { "<script", "<link", "<iframe", "@import", "url(", "http://", "https://" })
            Assert.DoesNotContain(foreign, page, StringComparison.OrdinalIgnoreCase);
        Assert.All(Picture().Matches(page), match => Assert.Contains("alt=\"", match.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_opens_is_closed()
    {
        AssertBalanced(Write(sample.Report(("coverage", 0.1)), TwoPanels, [Collapse]));
        AssertBalanced(Write(sample.Report() with { Metrics = [], Classes = [], Nearest = [] }));
    }

    [Fact]
    public void English_is_shown_first_unless_Chinese_is_asked_for()
    {
        Assert.Matches("id=\"english\"[^>]* checked", Write(sample.Report()));
        string page = ReportPage.Write(sample.Report(), sample.Generated, sample.Real, [], [], Language.Chinese);
        Assert.Matches("id=\"chinese\"[^>]* checked", page);
        Assert.DoesNotMatch("id=\"english\"[^>]* checked", page);
    }

    [Fact]
    public void Grids_and_pairs_show_the_very_images()
    {
        EvaluationReport report = sample.Report();
        MagickImage[] pictures = Pictures(Write(report));

        // In grids, brightness tells which set an image is from. In pairs, also which image it is.
        Assert.Equal(2 + report.Nearest.Count, pictures.Length);
        Assert.All(Levels(pictures[0]), level => Assert.InRange(level, 0, 59));
        Assert.All(Levels(pictures[1]), level => Assert.InRange(level, 60, 139));
        Assert.InRange(Levels(pictures[0]).Count, 55, 60); // one of them may have the same brightness as the gaps
        Assert.Equal(
            [
                [Level(sample.Generated, 3), 142],
                [Level(sample.Generated, 11), 107],
            ],
            pictures[2..].Select(Levels)
        );
        Array.ForEach(pictures, picture => picture.Dispose());
    }

    [Fact]
    public void Each_panel_of_curves_is_a_chart()
    {
        Assert.Equal(2, ChartFigure().Count(Write(sample.Report(), TwoPanels)));
        Assert.Equal(0, ChartFigure().Count(Write(sample.Report())));
    }

    [Fact]
    public void What_was_said_during_the_training_is_said_again()
    {
        string page = Write(sample.Report(), null, [Collapse]);

        Assert.All(
            [Collapse.Saw.English, Collapse.Means.English, Collapse.Try.English, "step 1,200"],
            text => Assert.Contains(text, page, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Without_classes_it_says_that_only_pixels_are_compared()
    {
        EvaluationReport report = sample.Report() with
        {
            Extractor = new ExtractorCard("pixels-4x4", "abc", "none", 16, 0),
            Classes = [],
        };

        string page = Write(report);

        Assert.Contains("This report compares only pixels: pixels-4x4", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<table class=\"classes\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("compares only pixels", Write(sample.Report()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_that_was_reached_is_a_column_where_it_is_known()
    {
        ReachedScores reached = new("mnist-good", "60 s on two cores", new Dictionary<string, double> { ["precision"] = 0.777 });

        string page = Write(sample.Report() with { Reached = reached });

        Assert.Contains(">77.7%</td>", page, StringComparison.Ordinal);
        Assert.Contains("mnist-good, 60 s on two cores", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Best reached", Write(sample.Report()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_report_gives_the_same_page_and_leaves_no_tensor_behind()
    {
        string first = Write(sample.Report(), TwoPanels);
        long before = LiveTensors.Count();

        Assert.Equal(first, Write(sample.Report(), TwoPanels));

        Assert.Equal(before, LiveTensors.Count());
    }

    private string Write(
        EvaluationReport report,
        IReadOnlyList<ChartSeries>? curves = null,
        IReadOnlyList<Verdict>? verdicts = null
    ) => ReportPage.Write(report, sample.Generated, sample.Real, curves ?? [], verdicts ?? []);

    private static MagickImage[] Pictures(string page) =>
        [.. Data().Matches(page).Select(match => new MagickImage(Convert.FromBase64String(match.Groups[1].Value)))];

    /// <summary>
    /// The brightness levels in a picture from left to right and top to bottom, each once, without that of the gaps.
    /// </summary>
    private static List<int> Levels(MagickImage picture) =>
        [
            .. picture
                .GetPixels()
                .ToByteArray(PixelMapping.RGB)!
                .Select(value => (int)value)
                .Distinct()
                .Where(level => level != 64),
        ];

    private static int Level(ImageDataset images, int index)
    {
        using ImageDataset one = images.Subset(TorchSharp.torch.tensor([(long)index]));
        return (int)Math.Round(one.PixelStatistics.Mean * 255);
    }

    private static void AssertBalanced(string page)
    {
        string[] empty = ["meta", "input", "img", "br"];
        Stack<string> open = new();
        foreach (Match tag in Tag().Matches(page))
        {
            string name = tag.Groups["name"].Value;
            if (tag.Groups["end"].Success)
                Assert.Equal(open.Pop(), name);
            else if (!empty.Contains(name) && !tag.Value.EndsWith("/>", StringComparison.Ordinal))
                open.Push(name);
        }

        Assert.Empty(open);
    }

    [GeneratedRegex("<(?<end>/)?(?<name>[a-z][a-z0-9]*)[^<>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("(?:src|href|action|data)=\"([^\"]*)\"")]
    private static partial Regex Address();

    [GeneratedRegex("<img [^>]*>")]
    private static partial Regex Picture();

    [GeneratedRegex("data:image/png;base64,([^\"]*)\"")]
    private static partial Regex Data();

    [GeneratedRegex("<figure class=\"chart\"><div[^>]*><img src=\"data:image/png;base64,iVBOR")]
    private static partial Regex ChartFigure();
}
