using System.Security.Cryptography;
using Figment.Backend;

namespace Figment.Data.Texts;

/// <summary>
/// Tiny Shakespeare: 40,000 lines of Shakespeare's plays in one file, a common benchmark for small language models (A. Karpathy,
/// char-rnn, 2015). It is read from the cache, and downloaded into the cache if it is not there.
/// </summary>
/// <param name="cacheName">The name of the folder below <see cref="CacheFolder.Root"/>.</param>
/// <param name="download">Downloads the file.</param>
internal sealed class TinyShakespeare(string cacheName = "tinyshakespeare", Download? download = null)
{
    internal const string FileName = "input.txt";
    private const long Length = 1_115_394;
    private static readonly Uri Origin = new(
        "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt"
    );

    /// <summary>The SHA-256 of the file.</summary>
    internal string Sha256 { get; init; } = "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed";

    private string CachePath => Path.Combine(CacheFolder.Root, cacheName);

    /// <summary>Opens the texts, and downloads the file if it is not found.</summary>
    /// <exception cref="FigmentException">The file has unexpected content, or cannot be downloaded.</exception>
    internal TextDataset Open(IProgress<DataProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        string path = Path.Combine(CachePath, FileName);
        return File.Exists(path) ? FromDisk(path) : FromNetwork(path, progress, cancellationToken);
    }

    private TextDataset FromDisk(string path)
    {
        try
        {
            return Storage.Open(
                path,
                () => File.OpenRead(path),
                stream =>
                {
                    using (stream)
                        return Checked(stream);
                }
            );
        }
        catch (FileFormatException e)
        {
            throw new FileFormatException(
                $"{path} is not the expected file ({e.Message.TrimEnd('.')}). Delete it, and it will be downloaded again.",
                e
            );
        }
    }

    private TextDataset FromNetwork(string path, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return (download ?? new Download()).Fetch(path, [Origin], Length, Checked, progress, cancellationToken);
        }
        catch (DownloadException e)
        {
            throw new FigmentException(
                $"tinyshakespeare is not in {CachePath} and cannot be downloaded ({e.Message}). Without a network, put "
                    + $"{FileName} from char-rnn (data/tinyshakespeare) there.",
                e
            );
        }
    }

    private TextDataset Checked(Stream stream)
    {
        if (stream.Length > Length)
            throw new FileFormatException($"it has {stream.Length:N0} bytes, not {Length:N0}");
        byte[] text = new byte[stream.Length];
        stream.ReadExactly(text);
        string found = Convert.ToHexStringLower(SHA256.HashData(text));
        if (found != Sha256)
            throw new FileFormatException($"its SHA-256 is {found}, not {Sha256}");
        using TextBuilder builder = new();
        builder.Append(text);
        builder.EndText();
        return new TextDataset("tinyshakespeare", builder.Build("tinyshakespeare"), null, []);
    }
}
