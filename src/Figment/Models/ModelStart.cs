using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Figment.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>What a model took over of another one's weights before it began to learn, and what it began anew.</summary>
public sealed class ModelStart
{
    [JsonConstructor]
    internal ModelStart(string sha256, long taken, long numbers, IReadOnlyList<string> anew) =>
        (Sha256, Taken, Numbers, Anew) = (sha256, taken, numbers, anew);

    /// <summary>The SHA-256 of the file of weights, in small letters.</summary>
    public string Sha256 { get; }

    /// <summary>Numbers that were taken over.</summary>
    public long Taken { get; }

    /// <summary>Numbers that the model has.</summary>
    public long Numbers { get; }

    /// <summary>The tensors that were begun anew, by name: they are not in the file, or of another shape there.</summary>
    public IReadOnlyList<string> Anew { get; }

    /// <summary>
    /// Gives a model that has not begun to learn the weights of another one of its family, wherever name and shape are the same.
    /// </summary>
    /// <param name="model">A model in float32.</param>
    /// <param name="path">A file of <see cref="ModelState.SaveState"/> or <see cref="ModelWeights.SaveWeights"/>.</param>
    /// <exception cref="FileFormatException">The file is damaged, or nothing of it fits.</exception>
    internal static ModelStart Take(TrainableModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        string sha256;
        using (FileStream stream = File.OpenRead(path)) sha256 = Convert.ToHexStringLower(SHA256.HashData(stream));
        using SafeTensors file = SafeTensorsFile.Read(path);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        long taken = 0, numbers = 0;
        List<string> anew = [];
        foreach (NamedNetwork network in model.Networks)
        {
            List<(string Name, Tensor Value)> state = ModelWeights.State([network]);
            string from = SourceOf(network.Name, state, file);
            foreach ((string name, Tensor value) in state)
            {
                numbers += value.numel();
                bool isThere = file.Tensors.TryGetValue(from + name[network.Name.Length..], out Tensor? saved);
                if (isThere && saved!.shape.SequenceEqual(value.shape))
                {
                    value.copy_(saved);
                    taken += value.numel();
                }
                else
                {
                    anew.Add(name);
                }
            }
        }

        return taken > 0 ? new ModelStart(sha256, taken, numbers, anew)
            : throw new FileFormatException(
                $"Nothing in {path} fits the model: no tensor has the same name and shape. "
                + "Begin from a run of the same preset with options that are more alike.");
    }

    /// <summary>
    /// The network of the file whose weights a network takes: that of its name. A file for generation may hold its average alone,
    /// which is one of the same layers, and then that.
    /// </summary>
    private static string SourceOf(string network, List<(string Name, Tensor Value)> state, SafeTensors file)
    {
        string[] there = [.. file.Tensors.Keys.Select(key => key.Split('.')[0]).Distinct()];
        bool HasAll(string other) => state.TrueForAll(entry => file.Tensors.ContainsKey(other + entry.Name[network.Length..]));
        return there.Contains(network) ? network : there.FirstOrDefault(HasAll) ?? network;
    }
}
