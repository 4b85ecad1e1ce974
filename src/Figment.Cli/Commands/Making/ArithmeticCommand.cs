using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models.Images;
using TorchSharp;

namespace Figment.Cli.Commands;

/// <summary><c>figment arithmetic</c>: adds and subtracts latents.</summary>
internal static class ArithmeticCommand
{
    private const int MostForMean = 1000;

    private static readonly RunChoice Run = new();
    private static readonly SampleChoice Drawn = new();
    private static readonly DataChoice Data = new(10);
    private static readonly Option<string?> From = new("--from")
    {
        Description = "The starting point: a class of the data; with --samples, image numbers",
        HelpName = "A",
    };
    private static readonly Option<string?> Subtract = new("--subtract")
    {
        Description =
            "The classes to subtract, as the mean of their latents (default: the class of --from); with --samples, image numbers",
        HelpName = "B",
    };
    private static readonly Option<string?> Add = new("--add")
    {
        Description = "The classes to add, as the mean of their latents; with --samples, image numbers",
        HelpName = "C",
    };
    private static readonly Option<bool> Samples = new("--samples")
    {
        Description =
            "Use the model's own images instead of classes, by their numbers in the output of 'generate'; works without an "
            + "encoder",
    };
    private static readonly PictureOutput Out = new(
        "arithmetic.png",
        "The file for a picture of the originals, their reconstructions, and the results",
        ".png"
    );

    internal static Command Create()
    {
        Command command = new("arithmetic", "Add and subtract latents: a seven, minus the mean seven, plus the mean nine")
        {
            From,
            Subtract,
            Add,
            Samples,
        };
        Run.AddTo(command);
        Drawn.AddTo(command);
        Data.AddTo(command);
        Out.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Execute(parsed, cancellation)));
        return command.WithExamples(
            "figment arithmetic --from 7 --add 9                     turns test images of 7s into 9s; needs a model with an "
                + "encoder",
            "figment arithmetic runs/clothes --from shirt --subtract shirt --add coat",
            "figment arithmetic runs/gan --samples --from 3 --subtract 5,8 --add 12,14"
        );
    }

    private static int Execute(ParseResult parsed, CancellationToken cancellation)
    {
        string target = Out.Of(parsed);
        string from =
            parsed.GetValue(From)
            ?? throw new OptionsException([
                "Say what to start from: --from 7 for images of a class, or --samples --from 3 for the model's own images.",
            ]);
        if (parsed.GetValue(Add) is null && parsed.GetValue(Subtract) is null)
            throw new OptionsException(["Say what to add or subtract, for example --add 9."]);
        using ChosenModel chosen = Run.Open(parsed);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor[] rows = parsed.GetValue(Samples)
            ? OfSamples(parsed, chosen, from)
            : OfClasses(parsed, chosen, from, cancellation);
        PictureOutput.Write(target, rows.Select(ImageBatch.FromTensor).ToArray().ToRows().Save);
        string above = rows.Length == 3 ? "images, their reconstructions" : "images";
        parsed.InvocationConfiguration.Output.WriteLine(
            $"From top to bottom: {above} and the results by {chosen.Name}, in {target}."
        );
        return CommandLine.Done;
    }

    private static torch.Tensor[] OfSamples(ParseResult parsed, ChosenModel chosen, string from)
    {
        SampleOptions options = Drawn.Of(parsed, chosen);
        Latents? Read(string option, string? text) =>
            text is null ? null : Latents.OfSamples(chosen.Model, CommonOptions.Numbers(option, text), options);
        Latents start = Read("--from", from)!;
        Latents result = LatentArithmetic.Apply(
            start,
            Read("--subtract", parsed.GetValue(Subtract))?.Values,
            Read("--add", parsed.GetValue(Add))?.Values
        );
        return [start.Generate(chosen.Model), result.Generate(chosen.Model)];
    }

    private static torch.Tensor[] OfClasses(ParseResult parsed, ChosenModel chosen, string from, CancellationToken cancellation)
    {
        chosen.RequireEncoder(
            "With this model, calculate with its own images by their numbers: --samples --from 3 --subtract 5 --add 8."
        );
        using ImageDataset data = Data.Open(parsed, chosen, cancellation);
        IReadOnlyList<int> Read(string? text) => text is null ? [] : SampleChoice.Parse(text, data.ClassNames);
        (IReadOnlyList<int> begin, IReadOnlyList<int> subtract, IReadOnlyList<int> add) = (
            Read(from),
            Read(parsed.GetValue(Subtract) ?? from),
            Read(parsed.GetValue(Add))
        );
        if (begin.Count != 1)
            throw new OptionsException(["--from takes one class."]);

        torch.Tensor? Of(IReadOnlyList<int> classes) =>
            classes.Count == 0
                ? null
                : torch.cat([
                    .. classes.Select(label =>
                        LatentArithmetic.OfClass(chosen.Model, data, label, MostForMean, cancellation).Latents.Values
                    ),
                ]);
        (Latents start, torch.Tensor images) = LatentArithmetic.OfClass(
            chosen.Model,
            data,
            begin[0],
            Data.CountOf(parsed),
            cancellation
        );
        Latents result = LatentArithmetic.Apply(start, Of(subtract), Of(add));
        return [images, start.Generate(chosen.Model, null, cancellation), result.Generate(chosen.Model, null, cancellation)];
    }
}
