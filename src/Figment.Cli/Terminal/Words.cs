using System.Globalization;

namespace Figment.Cli.Terminal;

/// <summary>How numbers and names are written for people.</summary>
internal static class Words
{
    /// <summary>The command as the user can type it here: inside a clone, through <c>dotnet run</c>.</summary>
    internal static string Command { get; } =
        File.Exists(Path.Combine("src", "Figment.Cli", "Figment.Cli.csproj")) ? "dotnet run --project src/Figment.Cli --" : "figment";

    internal static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    internal static string Number(double value, int decimals) => value.ToString($"N{decimals}", CultureInfo.InvariantCulture);

    /// <summary>For instance <c>12.3 s</c>, <c>4 min 31 s</c>, <c>2 h 05 min</c>.</summary>
    internal static string Duration(TimeSpan time) => time.TotalSeconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F1} s")
        : time.TotalHours < 1 ? $"{(int)time.TotalMinutes} min {time.Seconds:D2} s"
        : $"{(int)time.TotalHours} h {time.Minutes:D2} min";

    internal static string Size(long bytes) => bytes < 1L << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:F1} GB");
}
