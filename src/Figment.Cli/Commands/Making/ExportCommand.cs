using System.CommandLine;
using System.Globalization;
using Figment.Cli.Terminal;
using Figment.Export;
using Figment.Models.Images;
using Figment.Objectives;
using Figment.Onnx;
using Figment.Runs;
using Figment.Runs.Images;
using TorchSharp;

namespace Figment.Cli.Commands;

/// <summary><c>figment export</c>: a trained model as files for other programs.</summary>
internal static class ExportCommand
{
    private static readonly RunChoice Run = new();
    private static readonly Option<ExportFormat> Format = new("--format") { Description = "onnx (to run it anywhere), safetensors (weights, for PyTorch) or npy (weights, one NumPy array each)", HelpName = "onnx|safetensors|npy" };
    private static readonly Option<ExportPrecision> Precision = new("--precision") { Description = "What weights are kept in: fp32, or fp16, half as large and a little less exact", HelpName = "fp32|fp16" };
    private static readonly Option<OdeSolver?> Solver = new("--solver")
    {
        Description = "Of a flow, the way from noise to images that is written out, for instance heun:4 (default: the run's)",
        HelpName = "METHOD:STEPS",
        CustomParser = result =>
        {
            try
            {
                return OdeSolver.Parse(result.Tokens[0].Value);
            }
            catch (OptionsException e)
            {
                result.AddError(e.Message);
                return null;
            }
        },
    };
    private static readonly Option<string> License = new("--license") { Description = "The licence that the files name; the model is yours, so is the choice", HelpName = "TEXT", DefaultValueFactory = _ => RunExport.LicenseNotStated };
    private static readonly Option<string?> Out = new("--out") { Description = "The folder for the files (default: export/ in the run's folder)", HelpName = "DIR" };

    internal static Command Create()
    {
        Command command = new("export", "Write a trained model for other programs: ONNX, safetensors, NumPy") { Format, Precision, Solver, License, Out };
        Run.AddTo(command);
        command.SetAction(Execute);
        return command.WithExamples(
            "figment export                                  ONNX files of the latest run, compared with the model",
            "figment export runs/mine --precision fp16 --out model/",
            "figment export runs/clothes --solver heun:4     a flow by 8 looks at its network instead of 16",
            "figment export runs/mine --format safetensors   for PyTorch: see docs/from-python.md");
    }

    private static int Execute(ParseResult parsed)
    {
        if (parsed.GetValue(Out) is string named) EnsureFolder(named);
        using ChosenModel chosen = Run.Open(parsed);
        ExportFormat format = parsed.GetValue(Format);
        torch.ScalarType precision = parsed.GetValue(Precision) == ExportPrecision.Fp16 ? torch.ScalarType.Float16 : torch.ScalarType.Float32;
        if (format == ExportFormat.Npy && precision != torch.ScalarType.Float32) throw new OptionsException(["NumPy arrays are written in fp32 only. Leave --precision away, or take --format safetensors."]);
        if (parsed.GetValue(Solver) is { } solver)
        {
            if (chosen.Model is not IOdeSampler sampler) throw new OptionsException([$"--solver goes with a flow, and {chosen.Run.Root} is a {chosen.Run.Options.Preset}. Leave it away."]);
            sampler.Solver = solver;
        }

        string folder = parsed.GetValue(Out) ?? Path.Combine(chosen.Run.Root, "export");
        EnsureFolder(folder);
        Dictionary<string, string> metadata = chosen.Run.ExportMetadata(chosen.Checkpoint, parsed.GetValue(License)!);
        IReadOnlyList<ExportedFile> files = [];
        OutputPlace.Write(folder, () => files = format switch
        {
            ExportFormat.Onnx => chosen.Model.WriteOnnx(folder, metadata, precision),
            ExportFormat.SafeTensors => chosen.Model.WriteSafeTensors(folder, metadata, precision),
            _ => chosen.Model.WriteNumpy(folder),
        });

        TextWriter output = Console.Out;
        output.WriteLine($"{chosen.Name} is written:");
        foreach (ExportedFile file in files) output.WriteLine($"  {file.Path} ({Words.Size(new FileInfo(file.Path).Length)}): {file.Description}");
        if (format == ExportFormat.Onnx)
        {
            double difference = ExportCheck.LargestDifference(chosen.Model, files[0].Path);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Compared: ONNX Runtime makes the same images as Figment, the largest difference of a value in [0, 1] is {difference:0.0e+0}."));
        }

        return CommandLine.Done;
    }

    /// <summary>Checks that the files can be written, and that they do not mix with those of a run.</summary>
    /// <exception cref="OutputException">They cannot, or would.</exception>
    private static void EnsureFolder(string folder)
    {
        if (RunFolder.Is(folder)) throw new OutputException($"{folder} cannot be written: it is the folder of a run, whose files would be replaced. Name another folder.");
        OutputPlace.EnsureFolder(folder);
    }

    private enum ExportFormat
    {
        Onnx,
        SafeTensors,
        Npy,
    }

    private enum ExportPrecision
    {
        Fp32,
        Fp16,
    }
}
