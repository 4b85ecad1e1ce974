using System.CommandLine;
using System.Globalization;
using Figment.Cli.Terminal;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Training;

namespace Figment.Cli.Commands;

/// <summary><c>figment likelihood</c>: how probable a variational autoencoder finds images that it has not seen.</summary>
internal static class LikelihoodCommand
{
    private static readonly LikelihoodOptions Defaults = new();

    private static readonly Argument<string?> Run = new("RUN")
    {
        Description = "The folder of a run of vae or conv-vae (default: the latest run below runs/)",
        DefaultValueFactory = _ => null,
    };
    private static readonly Option<int> Images = new("--images")
    {
        Description = "Test images, at most",
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
            "Grey pixels: static (each drawn once as ink or none) or none (default: what the run's likelihood asks for)",
        HelpName = "static|none",
    };
    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "Chooses the images, their ink and the importance samples",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };
    private static readonly Option<Checkpoint> Which = new("--checkpoint")
    {
        Description = "Which weights: last or best (where the samples were best)",
        HelpName = "last|best",
        DefaultValueFactory = _ => Checkpoint.Last,
    };
    private static readonly Option<string> Device = CommonOptions.Device();

    internal static Command Create()
    {
        Run.NoOption();
        Command command = new("likelihood", "How probable an autoencoder finds test images, in nats for each")
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
            "figment likelihood                                   the latest run, 1,000 test images, 5,000 samples each",
            "figment likelihood runs/mine --samples 500           a quick look"
        );
    }

    private static int Execute(ParseResult parsed, CancellationToken cancellation)
    {
        string run =
            parsed.GetValue(Run)
            ?? RunFolder.Latest("runs")
            ?? throw new FigmentException(
                $"There is no run below runs/ yet. Train one with '{Words.Command} train conv-vae', or name a run's folder."
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
            ? "which it has learned from, as there is no test part: the numbers flatter it"
            : "none of them seen in training";
        output.WriteLine($"{Words.Number(report.Images)} images of {Words.Printable(result.Data)}, {seen}");
        foreach (Text note in result.Notes)
            output.WriteLine(Words.Printable(note.English));
        output.WriteLine(
            report.Binarize == Binarization.Static
                ? $"statically binarised: each pixel drawn once as ink with its grey value as probability, seed "
                    + $"{request.Options.Seed}"
                : "pixels as they are"
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
