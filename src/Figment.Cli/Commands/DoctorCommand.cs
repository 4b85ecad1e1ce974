using System.CommandLine;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Figment.Backend;
using Figment.Cli.Terminal;
using Figment.Data.Images;
using Figment.Models;
using Figment.Mpi;
using TorchSharp;

namespace Figment.Cli.Commands;

/// <summary><c>figment doctor</c>: checks the installation and tells the user how to fix what is wrong.</summary>
internal static class DoctorCommand
{
    private const long ComfortableDisk = 1L << 30;

    internal static Command Create()
    {
        Command command = new("doctor", "Check the installation: libtorch, devices, versions, folders, disk");
        command.SetAction(parsed => Execute(parsed.InvocationConfiguration.Output));
        return command.WithExamples("figment doctor", "FIGMENT_LIBTORCH=/path/to/torch/lib figment doctor");
    }

    private static int Execute(TextWriter output)
    {
        bool healthy = true;
        Assembly library = typeof(TorchLibrary).Assembly;
        Say(
            "figment",
            $"{library.GetName().Version!.ToString(3)}, "
                + (IsOptimised(library) ? "optimised" : "NOT optimised: build with -c Release, training is much slower otherwise")
        );
        Say(
            "system",
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, "
                + $"{RuntimeInformation.FrameworkDescription}"
        );
        Say(
            "processor",
            $"{Environment.ProcessorCount} cores, "
                + $"{(Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : "no AVX2: expect slow training")}"
        );
        Say("memory", $"{Words.Size(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)} available to this process");

        bool loads = Check(
            "libtorch",
            () =>
            {
                TorchLibraryReport report = TorchLibrary.LoadAndReport();
                string tried = TorchLibrary.Tried.Contains(report.Version) ? "" : ", a version that Figment was not tested with",
                    because = report.IsOverride ? $" ({TorchLibrary.PathVariable})" : "";
                Say("libtorch", $"{report.Version}{tried}, loaded from {report.Directory}{because}");
                Say("TorchSharp", $"{typeof(torch).Assembly.GetName().Version!.ToString(3)}, native part {report.Binding}");
                if (report.PatchNote is not null)
                    Say("patched", report.PatchNote);
                Say(
                    "tensors",
                    KeptMemory.IsOn
                        ? $"freed tensor memory is reused; set {KeptMemory.Variable}=0 to return it to the system instead"
                        : $"freed tensor memory returns to the system each time ({KeptMemory.Variable}=0, another allocator, "
                            + $"or not Linux on x64)"
                );
            }
        );

        // Without libtorch these checks would fail with the same message, and using TorchSharp at all would make it copy every
        // libtorch it finds.
        if (loads)
        {
            Check(
                "computing",
                () =>
                {
                    using DisposeScope scope = torch.NewDisposeScope();
                    long start = Stopwatch.GetTimestamp();
                    bool right = torch
                        .ones(256, 256)
                        .mm(torch.ones(256, 256))
                        .eq(torch.ones(256, 256).sum([1]))
                        .all()
                        .item<bool>();
                    if (!right)
                        throw new BackendException(
                            "A test multiplication of two matrices of ones gave a wrong result: this libtorch does not work on "
                                + "this processor. Point FIGMENT_LIBTORCH at another libtorch."
                        );
                    Say(
                        "computing",
                        $"a 256 × 256 matrix product is right, in "
                            + $"{Words.Number(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 1)} ms; "
                            + $"{torch.get_num_threads()} threads"
                    );
                }
            );
            Say(
                "bfloat16",
                ComputePrecision.IsFast(torch.CPU)
                    ? "this processor multiplies bf16; whether --precision bf16 makes a step faster depends on the preset"
                    : "this processor does not multiply bf16: leave --precision at auto or fp32 on the CPU"
            );
            SayPrecisions(Say);
            Check(
                "CUDA",
                () =>
                    Say(
                        "CUDA",
                        ComputeDevice.IsCudaAvailable()
                            ? $"{torch.cuda.device_count()} GPU(s); --device auto uses the first, --precision auto uses "
                                + $"{(ComputePrecision.IsFast(new torch.Device(DeviceType.CUDA, 0)) ? "tf32" : "fp32")}"
                            : "none usable; training runs on the CPU. For an NVIDIA GPU, build with -p:Torch=cuda, or build with "
                                + "-p:Torch=none and point FIGMENT_LIBTORCH at a PyTorch with CUDA"
                    )
            );
            Check(
                "MNIST",
                () =>
                {
                    using ImageDataset mnist = Datasets.Mnist();
                    Say("MNIST", $"{Words.Number(mnist.Count)} digits, part of the package");
                }
            );
        }

        foreach (MpiFinding mpi in MpiLibrary.Look(Environment.GetEnvironmentVariable("PATH")))
            Say("MPI", SentenceOf(mpi));
        Say("NCCL", SentenceOf(NcclLibrary.Look(LaunchedTogether.NcclPath)));
        CheckFolder("cache", CacheFolder.Root);
        CheckFolder("here", Directory.GetCurrentDirectory());
        if (OperatingSystem.IsWindows())
            Say(
                "Windows",
                "TorchSharp 0.107.0 sometimes fails to load on Windows (dotnet/TorchSharp #1567). If libtorch failed "
                    + "above, install the latest Visual C++ redistributable, or run Figment under WSL"
            );

        output.WriteLine();
        output.WriteLine(healthy ? "Everything works." : "Some checks failed: see the lines marked FAILED.");
        return healthy ? CommandLine.Done : CommandLine.Failed;

        void Say(string what, string finding) => output.WriteLine($"{what, -11} {finding}");

        void CheckFolder(string what, string folder) =>
            Check(
                what,
                () =>
                {
                    string probe = Path.Combine(folder, Path.GetRandomFileName());
                    Directory.CreateDirectory(folder);
                    File.WriteAllText(probe, "");
                    File.Delete(probe);
                    long free = new DriveInfo(folder).AvailableFreeSpace;
                    Say(
                        what,
                        $"{folder} can be written, {Words.Size(free)} "
                            + $"free{(free < ComfortableDisk ? ": LOW, free some space" : "")}"
                    );
                }
            );

        bool Check(string what, Action check)
        {
            try
            {
                check();
                return true;
            }
            catch (Exception e)
                when (Storage.IsFailure(e)
                    || e is FigmentException or ExternalException or NotSupportedException or TypeInitializationException
                )
            {
                healthy = false;
                Say(what, $"FAILED: {e.Message}");
                return false;
            }
        }
    }

    /// <summary>Reports what <c>--precision auto</c> uses on the CPU, grouped by reason.</summary>
    private static void SayPrecisions(Action<string, string> say)
    {
        foreach (
            IGrouping<(string Word, string Reason), ModelPreset> presets in ModelCatalog
                .Presets.GroupBy(preset => AutoPrecision.For(preset, torch.CPU))
                .OrderBy(group => group.Key.Word == "fp32")
        )
            say(
                "precision",
                $"auto uses {presets.Key.Word} for {string.Join(", ", presets.Select(preset => preset.Name))}: "
                    + $"{presets.Key.Reason}"
            );
    }

    /// <summary>Describes the MPI library found for training with several processes; it is optional.</summary>
    private static string SentenceOf(MpiFinding mpi) =>
        mpi.Missing ?? $"{mpi.Version}, {mpi.LibraryPath}: 'train' and 'resume' use it when {mpi.LauncherPath} starts them";

    /// <summary>Describes how gradients are added up across processes that each have one GPU.</summary>
    private static string SentenceOf(NcclFinding nccl) =>
        nccl.Missing is string missing
            ? $"{missing} Without it, processes with one GPU each add up their gradients in host memory. "
                + (
                    OperatingSystem.IsLinux()
                        ? $"If it is somewhere else, set {LaunchedTogether.NcclVariable} to its file or folder"
                        : ""
                )
            : $"{nccl.Version}, {nccl.LibraryPath}: adds up the gradients of processes with one GPU each";

    private static bool IsOptimised(Assembly assembly) =>
        assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };
}
