using Figment.Export;
using Figment.Models.Images;
using Figment.Runs;

namespace Figment.Studio.Shelves;

/// <summary>A run's model as an ONNX file, which is gone once it was used.</summary>
internal static class OnnxFile
{
    /// <summary>Writes the network that makes images, and does something with its file.</summary>
    /// <param name="model">The model of the run's preferred checkpoint.</param>
    /// <param name="run">Where it comes from, which the file tells.</param>
    /// <param name="use">Takes the file's path.</param>
    /// <exception cref="FigmentException">The model does not say how it is written.</exception>
    internal static T Use<T>(ImageModel model, RunFolder run, Func<string, T> use)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("figment-onnx-");
        try
        {
            return use(model.WriteOnnx(folder.FullName, run.ExportMetadata(run.Preferred))[0].Path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
