using TorchSharp;

namespace Figment.Runs;

/// <summary>
/// Sets libtorch's number of threads, which is one for the whole process, and restores it so that it does not affect the next
/// run.
/// </summary>
internal sealed class ThreadCount : IDisposable
{
    private readonly int before = torch.get_num_threads();

    internal ThreadCount(int? count) => torch.set_num_threads(count ?? before);

    public void Dispose() => torch.set_num_threads(before);
}
