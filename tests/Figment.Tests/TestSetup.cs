using Figment.Backend;

// Tensors are counted and libtorch's threads are shared by the whole process, so tests take turns.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Figment.Tests.TorchFixture))]

namespace Figment.Tests;

/// <summary>
/// Loads libtorch before the first test: one that begins with TorchSharp would otherwise have TorchSharp look for it,
/// because nothing of Figment runs before something of Figment is called.
/// </summary>
public sealed class TorchFixture
{
    /// <summary>Loads libtorch.</summary>
    public TorchFixture() => TorchLibrary.Load();
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("figment-test-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
