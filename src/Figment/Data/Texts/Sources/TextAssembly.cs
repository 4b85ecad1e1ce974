namespace Figment.Data.Texts;

/// <summary>Creates a data set from the files of a source.</summary>
internal static class TextAssembly
{
    private const long ReportEvery = 1 << 20;

    /// <summary>Reads all files of a source.</summary>
    /// <param name="path">A file, a folder or an archive.</param>
    /// <param name="progress">Receives the number of bytes read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FigmentException">The source cannot be read, or is not text.</exception>
    internal static TextDataset Read(string path, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        using TextFiles files = TextFiles.Of(path, cancellationToken);
        TextFacts facts = new();
        long left = files.Most,
            done = 0;
        TextStore training = Gather(files.Training);
        try
        {
            TextStore? heldOut = files.HeldOut.Count == 0 ? null : Gather(files.HeldOut);
            return new TextDataset(files.Name, training, heldOut, [.. files.Notes, .. facts.Notes()]);
        }
        catch
        {
            training.Dispose();
            throw;
        }

        TextStore Gather(IReadOnlyList<string> those)
        {
            using TextBuilder builder = new();
            long before = done,
                told = done;
            TextReading reading = new(builder, facts) { Progress = Tell };
            foreach (string file in those)
            {
                int cuts = builder.Cuts;
                long length = files.Read(file, reading, left, cancellationToken);
                if (left != long.MaxValue)
                    left -= length;
                before = done += length;
                if (builder.Cuts > cuts)
                    facts.AddCut(file);
            }

            return builder.Build(path);

            void Tell(long read)
            {
                if (before + read - told < ReportEvery)
                    return;
                told = before + read;
                progress?.Report(new DataProgress(DataActivity.Reading, path, told, null));
            }
        }
    }
}
