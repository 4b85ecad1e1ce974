using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Security.Cryptography;

namespace Figment.Backend;

/// <summary>What was loaded, and how.</summary>
/// <param name="Directory">The folder from which libtorch was loaded.</param>
/// <param name="Binding">The path of TorchSharp's native library as loaded.</param>
/// <param name="IsOverride">Whether the user named the folder (<c>FIGMENT_LIBTORCH</c>); otherwise it is the build's.</param>
/// <param name="PatchNote">What was changed in a copy of the native library and why; null if it was loaded unchanged.</param>
/// <param name="Version">The version of libtorch, for instance 2.10.</param>
internal sealed record TorchLibraryReport(string Directory, string Binding, bool IsOverride, string? PatchNote, Version Version);

/// <summary>
/// Finds and loads libtorch and TorchSharp's native library before TorchSharp does. This way, they also load on older
/// distributions, and the user can name an existing PyTorch installation from which to load libtorch.
/// </summary>
/// <remarks>
/// The environment variable <c>FIGMENT_LIBTORCH</c> is read here rather than passed as a parameter, because it must be known
/// before TorchSharp is first used; the same is true of <c>FIGMENT_LIBTORCH_UNTESTED</c>. All other environment variables are
/// read by <see cref="CacheFolder"/> and <c>KeptMemory</c>.
/// </remarks>
public static class TorchLibrary
{
    /// <summary>
    /// The environment variable that names a folder with libtorch, for instance <c>torch/lib</c> in a PyTorch installation.
    /// </summary>
    public const string PathVariable = "FIGMENT_LIBTORCH";

    /// <summary>The version of libtorch for which TorchSharp's native library was built.</summary>
    public const string Version = "2.10";

    /// <summary>The environment variable that allows an untested libtorch when it is <c>1</c>.</summary>
    internal const string UntestedVariable = "FIGMENT_LIBTORCH_UNTESTED";

    /// <summary>
    /// The tested versions: the one for which TorchSharp is built, and that of the PyTorch that was tested on a GPU
    /// (docs/gpu.md). TorchSharp calls C++, where layouts may change between versions without causing an error.
    /// </summary>
    internal static IReadOnlyList<Version> Tried { get; } = [new(2, 10), new(2, 11)];

    private const string PackageVersion = "2.10.0"; // a test compares it with the version in this repository's build
    private const string NewestFunction = "torch_call_dispatcher"; // exists since 2.10
    private static readonly Lock Gate = new();
    private static TorchLibraryReport? report;
    private static IntPtr binding;
    private static IntPtr libtorchCpu;

    /// <summary>
    /// Loads libtorch once; later calls do nothing. Figment calls this method before it creates its first tensor.
    /// </summary>
    /// <param name="directory">
    /// A folder with libtorch; null uses <c>FIGMENT_LIBTORCH</c> if it is set, otherwise the libtorch that came with the build.
    /// </param>
    /// <exception cref="BackendException">libtorch was not found or does not load; the message says what to do.</exception>
    public static void Load(string? directory = null) => LoadAndReport(directory);

    /// <summary>Loads libtorch and reports what was found; later calls return the first report.</summary>
    internal static TorchLibraryReport LoadAndReport(string? directory = null)
    {
        lock (Gate)
        {
            return report ??= LoadNative(directory ?? Environment.GetEnvironmentVariable(PathVariable));
        }
    }

    /// <summary>
    /// Loads the libraries for reading data, so that reading can proceed while another thread loads libtorch, which takes a
    /// quarter of a second: the system's loader lets only one thread at a time load a library or find a function.
    /// </summary>
    internal static void WakeReaders()
    {
        using MemoryStream packed = new();
        using (GZipStream zip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
            zip.WriteByte(0);
        packed.Position = 0;
        using GZipStream unpacked = new(packed, CompressionMode.Decompress);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([(byte)unpacked.ReadByte()]);
        hash.GetHashAndReset();
    }

    /// <summary>The address of a function in libtorch's C interface.</summary>
    internal static IntPtr Export(string name)
    {
        Load();
        return NativeLibrary.GetExport(libtorchCpu, name);
    }

    /// <summary>The address of a libtorch function that the next version may lack; 0 if there is none.</summary>
    internal static IntPtr TryExport(string name) =>
        LoadAndReport() is not null && NativeLibrary.TryGetExport(libtorchCpu, name, out IntPtr address) ? address : IntPtr.Zero;

    /// <summary>The file name of a native library on this system: <c>libx.so</c>, <c>libx.dylib</c> or <c>x.dll</c>.</summary>
    internal static string FileName(string name) =>
        OperatingSystem.IsWindows() ? $"{name}.dll"
        : OperatingSystem.IsMacOS() ? $"lib{name}.dylib"
        : $"lib{name}.so";

    /// <summary>The package with libtorch for this system; if there is none, the pattern of such names.</summary>
    internal static string Package =>
        (
            RuntimeInformation.OSArchitecture,
            OperatingSystem.IsLinux(),
            OperatingSystem.IsWindows(),
            OperatingSystem.IsMacOS()
        ) switch
        {
            (Architecture.X64, true, _, _) => "libtorch-cpu-linux-x64",
            (Architecture.X64, _, true, _) => "libtorch-cpu-win-x64",
            (Architecture.Arm64, _, _, true) => "libtorch-cpu-osx-arm64",
            _ => "libtorch-cpu-SYSTEM",
        };

    [ModuleInitializer]
    [SuppressMessage(
        "Usage",
        "CA2255:The 'ModuleInitializer' attribute should not be used in libraries",
        Justification = "TorchSharp may be used before Figment is called; the resolver must stand by then. It costs microseconds."
    )]
    internal static void StandBy()
    {
        // Called only if the ordinary search fails, as on Debian 12.
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            name == "LibTorchSharp" && (binding != IntPtr.Zero || TryLoad()) ? binding : IntPtr.Zero;
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(PathVariable)))
            TryLoad();
    }

    private static bool TryLoad()
    {
        try
        {
            Load();
            return true;
        }
        catch (FigmentException)
        {
            return false; // The next caller of Load() gets the error, with a better message.
        }
    }

    private static TorchLibraryReport LoadNative(string? userDirectory)
    {
        bool isOverride = !string.IsNullOrEmpty(userDirectory);
        string shim =
            Find(SearchDirectories(), "LibTorchSharp")
            ?? throw new BackendException(
                $"TorchSharp's native library {FileName("LibTorchSharp")} was not found beside the application. It exists for "
                    + $"Linux x64, Windows x64 and macOS arm64; on those, rebuild with 'dotnet build'."
            );
        string libtorch =
            Find(isOverride ? [userDirectory!] : SearchDirectories(), "torch_cpu")
            ?? throw new BackendException(
                isOverride
                    ? OptionSentence.Of(
                        $"{PathVariable} names {userDirectory}, which holds no {FileName("torch_cpu")}. Point it at the 'lib' "
                            + $"folder of a libtorch or PyTorch installation (for PyTorch, torch/lib), or unset it."
                    )
                    : OptionSentence.Of(
                        $"libtorch ({FileName("torch_cpu")}) was not found beside the application. Add the libtorch package to "
                            + $"the application's project: 'dotnet add package {Package} --version {PackageVersion}'. (Figment "
                            + $"cannot add it for you, because the right package depends on the operating system.) Or point "
                            + $"{PathVariable} at the lib folder of a libtorch {Version}."
                    )
            );

        // In the order of their dependencies, so that an error names the library at fault.
        string folder = Path.GetDirectoryName(libtorch)!;
        IntPtr c10 = IntPtr.Zero;
        foreach (string name in (string[])["c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch"])
        {
            string path = Path.Combine(folder, FileName(name));
            if (!File.Exists(path))
                continue;
            IntPtr handle = NativeFile.Load(path);
            if (name == "c10")
                c10 = handle;
            if (name == "torch_cpu")
                libtorchCpu = handle;
        }

        if (!NativeLibrary.TryGetExport(libtorchCpu, NewestFunction, out _))
            throw new BackendException(
                $"The libtorch in {folder} is too old: Figment needs {Version} or later. Point {PathVariable} at the lib folder "
                    + $"of a newer libtorch or PyTorch, or unset it."
            );
        Version version = VersionOf(libtorchCpu);
        if (isOverride)
            RefuseUntried(version, folder, Environment.GetEnvironmentVariable(UntestedVariable) == "1");
        if (isOverride)
            RefuseASecondLibtorch();
        KeptMemory.Install([c10, libtorchCpu]);
        (binding, string loaded, string? patchNote) = NativeFile.LoadBinding(shim);
        return new TorchLibraryReport(folder, loaded, isOverride, patchNote, version);
    }

    /// <summary>Reads libtorch's version from its ABI number: one byte for each part, the highest byte first.</summary>
    private static unsafe Version VersionOf(IntPtr library)
    {
        ulong version = ((delegate* unmanaged<ulong>)NativeLibrary.GetExport(library, "aoti_torch_abi_version"))();
        return new Version((int)(version >> 56), (int)(version >> 48) & 0xFF);
    }

    /// <summary>Refuses an untested libtorch, unless it is allowed.</summary>
    internal static void RefuseUntried(Version version, string folder, bool isAllowed)
    {
        if (isAllowed || Tried.Contains(version))
            return;
        throw new BackendException(
            $"The libtorch in {folder} is version {version}, but Figment was tested only with {string.Join(" and ", Tried)}. "
                + $"TorchSharp's native library is built for {Version}; another version may fail or give wrong results. Point "
                + $"{PathVariable} at a tested version, or set {UntestedVariable}=1 to use this one anyway."
        );
    }

    /// <summary>
    /// If the user's libtorch is loaded, TorchSharp's static constructor still loads the one beside the application, by its full
    /// path. Two copies end the process: libtorch aborts when its operators are registered twice.
    /// </summary>
    private static void RefuseASecondLibtorch()
    {
        if (OperatingSystem.IsWindows() || Find(SearchDirectories(), "torch_cpu") is not string own || IsLoaded(own))
            return;
        throw new BackendException(
            $"{PathVariable} points to a different libtorch than the one in {Path.GetDirectoryName(own)}. TorchSharp would load "
                + $"both, and the process would crash. Build without a libtorch beside the application (Figment itself with "
                + $"-p:Torch=none, your own application without the package {Package}), or unset {PathVariable}."
        );
    }

    /// <summary>Whether the system's loader already has this very file, or a link to it.</summary>
    private static bool IsLoaded(string path)
    {
        const int Lazy = 1;
        int onlyIfLoaded = OperatingSystem.IsMacOS() ? 0x10 : 4; // RTLD_NOLOAD
        return OpenLibrary(path, Lazy | onlyIfLoaded) != IntPtr.Zero;
    }

    [DllImport("libc", EntryPoint = "dlopen", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern IntPtr OpenLibrary(string path, int flags);

    private static IEnumerable<string> SearchDirectories() =>
        (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"));

    private static string? Find(IEnumerable<string> directories, string name) =>
        directories.Select(directory => Path.Combine(directory, FileName(name))).FirstOrDefault(File.Exists);
}
