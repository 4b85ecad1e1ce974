using Figment.Export;
using Figment.Models.Images;
using Figment.Runs;

namespace Figment.Studio.Shelves;

/// <summary>A run's model as a temporary ONNX file.</summary>
internal static class OnnxFile
{
    /// <summary>Writes the network that makes images, passes the file to a function, and deletes it.</summary>
    /// <param name="model">The model of the run's preferred checkpoint.</param>
    /// <param name="run">The model's run, which is named in the file.</param>
    /// <param name="use">Receives the path of the file.</param>
    /// <exception cref="FigmentException">The model cannot be exported.</exception>
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
