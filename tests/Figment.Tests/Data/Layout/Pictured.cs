using System.IO.Compression;

namespace Figment.Tests.Data.Layout;

/// <summary>A folder of small pictures and other files, also as a ZIP archive of the same.</summary>
internal sealed class Pictured : IDisposable
{
    private readonly TemporaryFolder outer = new();

    public Pictured() => Directory.CreateDirectory(Root);

    /// <summary>The folder.</summary>
    public string Root => outer["data"];

    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Both, the folder and what is packed of it now.</summary>
    public string[] Both()
    {
        string zip = outer["data.zip"];
        File.Delete(zip);
        ZipFile.CreateFromDirectory(Root, zip);
        return [Root, zip];
    }

    /// <summary>Adds pictures, each of another shade.</summary>
    public Pictured Add(params string[] names)
    {
        foreach (string name in names)
        {
            byte shade = (byte)(name.Aggregate(7, (sum, c) => (sum * 31) + c) & 255);
            Put(name, Png.Write(8, 8, [.. Enumerable.Range(0, 64).Select(i => (byte)(shade + (2 * i)))]));
        }

        return this;
    }

    /// <summary>Adds a text.</summary>
    public Pictured Write(string name, string text) => Put(name, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Adds a file.</summary>
    public Pictured Put(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], content);
        return this;
    }

    public void Dispose() => outer.Dispose();
}
