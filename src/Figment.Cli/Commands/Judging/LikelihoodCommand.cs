using System.CommandLine;
using System.Globalization;
using Figment.Cli.Terminal;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Training;

namespace Figment.Cli.Commands;

/// <summary><c>figment likelihood</c>: the likelihood that a variational autoencoder assigns to unseen images.</summary>
internal static class LikelihoodCommand
{
    private static readonly LikelihoodOptions Defaults = new();

    private static readonly Argument<string?> Run = new("RUN")
    {
        Description = "The folder of a vae or conv-vae run (default: the latest run in runs/)",
        DefaultValueFactory = _ => null,
    };
    private static readonly Option<int> Images = new("--images")
    {
        Description = "The maximum number of test images to use",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.Images,
    };
    private static readonly Option<int> Samples = new("--samples")
    {
        Description = "Importance samples per image; 500 for a quick look",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.Samples,
    };
    private static readonly Option<Binarization?> Binarize = new("--binarize")
    {
        Description =
            "How to treat grey pixels: static turns each one at random into ink or blank, once; none leaves them grey (default: "
            + "whichever the run's likelihood needs)",
        HelpName = "static|none",
    };
    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "The seed that determines the images, their binarisation, and the importance samples",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };
    private static readonly Option<Checkpoint> Which = new("--checkpoint")
    {
        Description = "The weights to use: last, or best (from when the samples were best)",
        HelpName = "last|best",
        DefaultValueFactory = _ => Checkpoint.Last,
    };
    private static readonly Option<string> Device = CommonOptions.Device();

    internal static Command Create()
    {
        Run.NoOption();
        Command command = new("likelihood", "Estimate the likelihood of test images under an autoencoder, in nats per image")
        {
            Run,
            Images,
            Samples,
            Binarize,
            Seed,
            Which,
            Device,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Execute(parsed, cancellation)));
        return command.WithExamples(
            "figment likelihood                                   the latest run: 1,000 test images with 5,000 samples each",
            "figment likelihood runs/mine --samples 500           a quick look"
        );
    }

    private static int Execute(ParseResult parsed, CancellationToken cancellation)
    {
        string run =
            parsed.GetValue(Run)
            ?? RunFolder.Latest("runs")
            ?? throw new FigmentException(
                $"There is no run in runs/ yet. Train one with '{Words.Command} train conv-vae', or name a run's folder."
            );
        LikelihoodRequest request = new()
        {
            Run = run,
            Options = new LikelihoodOptions
            {
                Images = parsed.GetValue(Images),
                Samples = parsed.GetValue(Samples),
                Binarize = parsed.GetValue(Binarize),
                Seed = parsed.GetValue(Seed),
            },
            Checkpoint = parsed.GetValue(Which),
            Device = parsed.GetValue(Device)!,
        };
        LikelihoodResult result = LiveLine.Show(line =>
            LikelihoodRun.Estimate(
                request,
                new Callback<EvaluationProgress>(value =>
                    line(string.Create(CultureInfo.InvariantCulture, $"{value.Fraction * 100, 3:F0}%  {value.Doing}"))
                ),
                LoadingView.OnError(),
                cancellation
            )
        );

        TextWriter output = parsed.InvocationConfiguration.Output;
        LikelihoodReport report = result.Report;
        output.WriteLine($"{Words.Printable(run)} ({result.Weights})");
        string seen = result.WereLearnedFrom
            ? "taken from the training data, as there is no test part: the results look better than they are"
            : "none of them seen in training";
        output.WriteLine($"{Words.Number(report.Images)} images of {Words.Printable(result.Data)}, {seen}");
        foreach (Text note in result.Notes)
            output.WriteLine(Words.Printable(note.English));
        output.WriteLine(
            report.Binarize == Binarization.Static
                ? $"statically binarised: each pixel drawn once as ink, with its grey value as the probability, seed "
                    + $"{request.Options.Seed}"
                : "pixels unchanged"
        );
        output.WriteLine();
        output.WriteLine(
            $"log-likelihood  {Nats(report.LogLikelihood)}   ({Words.Number(report.Samples)} importance samples per image)"
        );
        output.WriteLine($"ELBO            {Nats(report.Elbo)}");
        return CommandLine.Done;
    }

    private static string Nats(Estimate estimate) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{estimate.Value, 9:F2}{(estimate.StandardError is double error ? $" ± {error:F2}" : "")} nats per image"
        );
}
