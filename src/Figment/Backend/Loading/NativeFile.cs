using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Figment.Backend;

/// <summary>Loads native libraries from their files, and says what to do if one does not load.</summary>
/// <remarks>
/// TorchSharp 0.107.0 requires symbol version <c>GLIBCXX_3.4.32</c> (GCC 13). Debian 12 and Ubuntu 22.04 have versions only up to
/// 3.4.30, so the loader refuses the library. The only symbol with that version has no relocation, so nothing calls it. If
/// exactly this version is missing, a copy with that requirement marked weak is loaded instead. The original is untouched.
/// </remarks>
internal static class NativeFile
{
    private const string MissingVersion = "GLIBCXX_3.4.32";

    /// <summary>Loads TorchSharp's native library.</summary>
    /// <param name="shim">Its file.</param>
    /// <returns>
    /// The library's handle, the file that was loaded, and what was changed in it and why (null if nothing was changed).
    /// </returns>
    /// <exception cref="BackendException">The library does not load.</exception>
    internal static (IntPtr Handle, string Path, string? PatchNote) LoadBinding(string shim)
    {
        try
        {
            return (NativeLibrary.Load(shim), shim, null);
        }
        catch (DllNotFoundException e)
            when (OperatingSystem.IsLinux() && e.Message.Contains($"`{MissingVersion}' not found", StringComparison.Ordinal))
        {
            byte[] original = File.ReadAllBytes(shim);
            byte[] patched = ElfSymbolVersions.Weaken(original, MissingVersion);
            string key = Convert.ToHexStringLower(SHA256.HashData(original))[..16];
            string copy = CacheFolder.Ensure(Path.Combine("native", key, Path.GetFileName(shim)), patched);
            return (
                Load(copy),
                copy,
                $"this system's libstdc++ lacks symbol version {MissingVersion}, which {Path.GetFileName(shim)} asks for and "
                    + $"never uses; a copy with that one requirement marked weak was loaded"
            );
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw Failure(shim, e);
        }
    }

    /// <summary>Loads a library of libtorch.</summary>
    /// <exception cref="BackendException">The library does not load.</exception>
    internal static IntPtr Load(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw Failure(path, e);
        }
    }

    private static string FirstLine(Exception cause) => cause.Message.Split('\n').First(line => line.Length > 0).Trim();

    private static BackendException Failure(string path, Exception cause) =>
        new(
            OperatingSystem.IsWindows()
                ? OptionSentence.Of(
                    $"{Path.GetFileName(path)} was found but does not load: {FirstLine(cause)} TorchSharp 0.107.0 has "
                        + $"an open load "
                        + $"failure on Windows (dotnet/TorchSharp #1567): install the latest Visual C++ redistributable, or run "
                        + $"Figment under WSL."
                )
                : OptionSentence.Of(
                    $"{Path.GetFileName(path)} was found but does not load: {FirstLine(cause)} Check that "
                        + $"{Path.GetDirectoryName(path)} is a libtorch {TorchLibrary.Version} for this system."
                ),
            cause
        );
}
