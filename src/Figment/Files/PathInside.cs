using System.Text;

namespace Figment;

/// <summary>Checks paths in files that refer to other files.</summary>
internal static class PathInside
{
    private const int MostBytes = 255;
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    /// <summary>
    /// Whether a path leads from a folder to a file below it, on every system: no root, no parent folder, no drive, stream or
    /// device.
    /// </summary>
    internal static bool IsBelow(string path) =>
        path.Split('/')
            .All(name =>
                name is not ("" or "." or "..")
                && Encoding.UTF8.GetByteCount(name) <= MostBytes
                && !name.Any(letter => char.IsControl(letter) || letter is '\\' or ':')
                && !IsDevice(name)
            );

    /// <summary>Whether Windows treats a name as a device, whatever its extension.</summary>
    private static bool IsDevice(string name)
    {
        string stem = name.Split('.')[0].Trim().ToUpperInvariant();
        return Devices.Contains(stem)
            || (
                stem.Length == 4
                && (stem.StartsWith("COM", StringComparison.Ordinal) || stem.StartsWith("LPT", StringComparison.Ordinal))
                && char.IsDigit(stem[3])
            );
    }
}
