namespace Figment.Tests;

/// <summary>Writes small files for tests.</summary>
internal static class WrittenFiles
{
    /// <summary>Writes files, creating their folders.</summary>
    internal static void Write(this TemporaryFolder folder, params (string Path, string Content)[] files)
    {
        foreach ((string path, string content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[path])!);
            File.WriteAllText(folder[path], content);
        }
    }
}
