using TorchSharp;

namespace Figment.Runs;

/// <summary>libtorch's number of threads is the process's: what one run asks for must not stay for the next.</summary>
internal sealed class ThreadCount : IDisposable
{
    private readonly int before = torch.get_num_threads();

    internal ThreadCount(int? count) => torch.set_num_threads(count ?? before);

    public void Dispose() => torch.set_num_threads(before);
}
