using Figment.Audio;
using Figment.Data.Folders;
using Figment.Data.Images;

namespace Figment.Data.Sounds;

/// <summary>
/// Opens a folder of recordings, or a ZIP archive of a folder. The order is that of the relative paths, byte by byte.
/// </summary>
internal static class SoundFolder
{
    /// <summary>Whether the folder has a held-out part.</summary>
    /// <exception cref="FigmentException">The folder cannot be read.</exception>
    internal static bool HasTestPart(string path, SoundOptions options, CancellationToken cancellationToken)
    {
        using FileSource source = FileSource.Open(path, options.FollowLinks, cancellationToken);
        return FolderLayout.Of(source, RecordingFiles.Instance, cancellationToken, options.Choice).Test is not null;
    }

    /// <summary>Opens a folder.</summary>
    /// <exception cref="FigmentException">The folder cannot be read, holds no recordings, or is ambiguous.</exception>
    internal static RecordedData Open(string path, SoundOptions options, CancellationToken cancellationToken) =>
        Open(
            path,
            options,
            source =>
            {
                FolderLayout layout = FolderLayout.Of(source, RecordingFiles.Instance, cancellationToken, options.Choice);
                return layout.Train.Files.Count > 0
                    ? layout
                    : throw new FigmentException(
                        OptionSentence.Paragraph([
                            OptionSentence.Of($"{source.Subject} holds no recordings ({SoundFormat.Readable})."),
                            .. layout.Notes.Select(note => OptionSentence.Of($"{note}")),
                            "Choose one that does.",
                        ])
                    );
            },
            cancellationToken
        );

    /// <summary>Opens a folder for inspection.</summary>
    /// <inheritdoc cref="FolderLayout.OrUnsorted"/>
    internal static RecordedData OrUnsorted(string path, SoundOptions options, CancellationToken cancellationToken) =>
        Open(
            path,
            options,
            source => FolderLayout.OrUnsorted(source, RecordingFiles.Instance, options.Choice, cancellationToken),
            cancellationToken
        );

    private static RecordedData Open(
        string path,
        SoundOptions options,
        Func<FileSource, FolderLayout> read,
        CancellationToken cancellationToken
    )
    {
        FileSource source = FileSource.Open(path, options.FollowLinks, cancellationToken);
        try
        {
            FolderLayout layout = read(source);
            return new RecordedData(path, source)
            {
                Subject = source.Subject,
                Name = source.Name,
                Train = Part(layout.Train),
                Test = layout.Test is null ? null : Part(layout.Test),
                Classes = layout.Classes,
                Notes = layout.Notes,
            };
        }
        catch
        {
            source.Dispose();
            throw;
        }

        RecordedPart Part(LayoutPart part) => new(new RecordedFiles(source, part.Files), part.Labels);
    }
}
