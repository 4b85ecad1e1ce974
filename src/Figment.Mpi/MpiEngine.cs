namespace Figment.Mpi;

/// <summary>Which implementation of MPI: a process must use the one that its launcher belongs to.</summary>
public enum MpiEngine
{
    /// <summary>Open MPI 3 or later.</summary>
    OpenMpi,

    /// <summary>MPICH 3 or later, and what keeps to its binary interface: Intel MPI, MVAPICH, Cray MPICH.</summary>
    Mpich,
}
