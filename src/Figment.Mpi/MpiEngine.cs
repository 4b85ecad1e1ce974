namespace Figment.Mpi;

/// <summary>The MPI implementation. A process must use the MPI implementation that its launcher belongs to.</summary>
public enum MpiEngine
{
    /// <summary>Open MPI 3 or later.</summary>
    OpenMpi,

    /// <summary>MPICH 3 or later, and implementations with the same binary interface: Intel MPI, MVAPICH, Cray MPICH.</summary>
    Mpich,
}
