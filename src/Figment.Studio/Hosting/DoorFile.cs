using System.Net;
using Figment.Studio.Words;

namespace Figment.Studio.Hosting;

/// <summary>
/// A page on disk that redirects a browser to an address. Every user of a machine can see the command lines of its processes. A
/// browser is therefore not given the address with its token, but this file, which only its owner can read.
/// </summary>
public sealed class DoorFile : IDisposable
{
    private readonly string folder;

    private DoorFile(string folder) => this.folder = folder;

    /// <summary>The file to open.</summary>
    public string Path => System.IO.Path.Combine(folder, "studio.html");

    /// <summary>Writes the page.</summary>
    /// <param name="url">The address.</param>
    /// <param name="parent">The folder in which to create the page's folder; null uses the system's temporary folder.</param>
    /// <exception cref="FigmentException">The page cannot be written.</exception>
    public static DoorFile Write(Uri url, string? parent = null)
    {
        ArgumentNullException.ThrowIfNull(url);
        string target = WebUtility.HtmlEncode(url.AbsoluteUri);
        Text link = new(language => $"<a href=\"{target}\">{WebUtility.HtmlEncode(Ui.DoorLink.In(language))}</a>");
        Text opens = Ui.DoorOpens.Fill(("link", link));
        return Storage.Try(
            "The browser was not opened, because the page that leads it to the studio",
            "written",
            () =>
            {
                DoorFile door = new(PrivateFile.Folder(parent, "figment-studio-"));
                PrivateFile.Write(
                    door.Path,
                    $"""
                    <!doctype html>
                    <html lang="en">
                    <meta charset="utf-8">
                    <meta name="referrer" content="no-referrer">
                    <meta http-equiv="refresh" content="0;url={target}">
                    <title>Figment</title>
                    {string.Join('\n', Languages.All.Select(known => $"<p lang=\"{known.Tag}\">{opens.In(known.Language)}</p>"))}
                    </html>
                    """
                );
                return door;
            }
        );
    }

    /// <summary>
    /// Deletes the page. If that fails, the file left behind contains only the token of a studio that is no longer running.
    /// </summary>
    public void Dispose() =>
        Storage.Attempt(() =>
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        });
}
