using System.IO.Compression;
using System.Text;

namespace Figment.Tests.Data;

/// <summary>A folder of small items and other files, also available as a ZIP archive.</summary>
/// <typeparam name="TSelf">The folder of one kind.</typeparam>
internal abstract class DataFolder<TSelf> : IDisposable
    where TSelf : DataFolder<TSelf>
{
    private readonly TemporaryFolder outer = new();

    protected DataFolder() => Directory.CreateDirectory(Root);

    /// <summary>The folder.</summary>
    public string Root => outer["data"];

    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Both: the folder, and a ZIP archive of its present content.</summary>
    public string[] Both()
    {
        string zip = outer["data.zip"];
        File.Delete(zip);
        ZipFile.CreateFromDirectory(Root, zip);
        return [Root, zip];
    }

    /// <summary>Adds items, all different.</summary>
    public TSelf Add(params string[] names)
    {
        foreach (string name in names)
            Put(name, Make(name.Aggregate(7, (sum, c) => (sum * 31) + c)));
        return (TSelf)this;
    }

    /// <summary>Adds a text.</summary>
    public TSelf Write(string name, string text) => Put(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Adds a file.</summary>
    public TSelf Put(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], content);
        return (TSelf)this;
    }

    public void Dispose() => outer.Dispose();

    /// <summary>An item, a different one for each number.</summary>
    protected abstract byte[] Make(int number);
}
